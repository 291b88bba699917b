from django.urls import path

from . import views

app_name = "activities"
urlpatterns = [
    path("new/", views.choose_kind, name="new"),
    path("new/<slug:code>/<slug:kind>/", views.record_new, name="record_new"),
    path("plan/<slug:code>/", views.plan, name="plan"),
    path("<int:pk>/", views.show, name="show"),
    path("<int:pk>/record/", views.record, name="record"),
    path("<int:pk>/correction/", views.correct, name="correct"),
    path("<int:pk>/withdrawal/", views.withdraw, name="withdraw"),
]
