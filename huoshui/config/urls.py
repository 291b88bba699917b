from django.urls import include, path

urlpatterns = [
    path("", include("huoshui.base.urls")),
    path("jobs/", include("huoshui.base.jobs.urls")),
    path("", include("huoshui.organisation.urls")),
    path("activities/", include("huoshui.programme.activities.urls")),
    path("suggestions/", include("huoshui.programme.suggestions.urls")),
    path("", include("huoshui.reports.urls")),
]
