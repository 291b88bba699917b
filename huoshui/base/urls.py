from django.urls import path

from . import views

app_name = "base"
urlpatterns = [
    path("components/", views.components, name="components"),
    path("display/", views.display, name="display"),
]
