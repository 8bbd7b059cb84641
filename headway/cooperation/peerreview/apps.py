from django.apps import AppConfig


class PeerReviewConfig(AppConfig):
    name = "headway.cooperation.peerreview"
    label = "peerreview"

    def ready(self) -> None:
        from headway.cooperation.peerreview import doors  # noqa: PLC0415 -- needs the models

        doors.open_all()
