from django.urls import path

from . import views

app_name = "organisation"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("demo/enter/<slug:door>/", views.enter_demo, name="enter_demo"),
    path("people/<int:person_id>/", views.person, name="person"),
]
