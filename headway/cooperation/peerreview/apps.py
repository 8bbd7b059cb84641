from django.apps import AppConfig


class PeerReviewConfig(AppConfig):
    name = "headway.cooperation.peerreview"
    label = "peerreview"
