from django.urls import path

from . import views

app_name = "suggestions"
urlpatterns = [
    path("", views.home, name="home"),
    path("new/", views.choose, name="new"),
    path("new/<slug:kind>/", views.write, name="write"),
    path("burden/", views.burden, name="burden"),
    path("find/", views.find, name="find"),
    path("find/words/", views.say_by_code, name="say_by_code"),
    path("find/reopening/", views.reopen_by_code, name="reopen_by_code"),
    path("find/closing/", views.close_by_code, name="close_by_code"),
    path("mine/", views.mine, name="mine"),
    path("mine/<int:pk>/", views.mine_show, name="mine_show"),
    path("mine/<int:pk>/words/", views.say_mine, name="say_mine"),
    path("mine/<int:pk>/reopening/", views.reopen_mine, name="reopen_mine"),
    path("mine/<int:pk>/closing/", views.close_mine, name="close_mine"),
    path("inbox/", views.inbox, name="inbox"),
    path("<int:pk>/", views.show, name="show"),
    path("<int:pk>/assignment/", views.assign, name="assign"),
    path("<int:pk>/answer/", views.answer, name="answer"),
    path("<int:pk>/transfer/", views.transfer, name="transfer"),
    path("<int:pk>/steps/<int:number>/taking-back/", views.take_back, name="take_back"),
]
