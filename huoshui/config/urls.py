from django.urls import include, path

urlpatterns = [
    path("", include("huoshui.base.urls")),
    path("", include("huoshui.organisation.urls")),
    path("activities/", include("huoshui.programme.activities.urls")),
    path("", include("huoshui.reports.urls")),
]
