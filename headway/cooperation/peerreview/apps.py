from django.apps import AppConfig


class PeerReviewConfig(AppConfig):
    name = "headway.cooperation.peerreview"
    label = "peerreview"

    def ready(self) -> None:
        from headway.cooperation.peerreview import (  # noqa: PLC0415 -- needs the models
            doors,
            receivers,
        )

        receivers.subscribe()
        doors.open_all()
