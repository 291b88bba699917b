from django.urls import include, path

urlpatterns = [
    path("", include("huoshui.base.urls")),
    path("", include("huoshui.organisation.urls")),
    path("", include("huoshui.reports.urls")),
]
