"""The tables of rooms, and the questions one may ask them."""

from .invitations import Invitation, InvitationUse
from .knocks import Knock
from .rooms import HOSTS, ROLES, Membership, Room

__all__ = ["HOSTS", "ROLES", "Invitation", "InvitationUse", "Knock", "Membership", "Room"]
