"""The pigeon as a way in."""

from shirehall.casework.api import Channel, register_channel

register_channel(
    Channel(name="pigeon", label="Pigeon", rehearsal="shirehall.channels.pigeon.rehearsal.rehearse")
)
