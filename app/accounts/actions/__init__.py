"""Every write of the accounts package."""

from .people import change_avatar, change_password, change_profile, make_guest, register_account
from .signing import renew_session, revoke_all_sessions, revoke_session, start_session, touch_session
from .standing import delete_account, disable_user, enable_user, make_administrator

__all__ = [
    "change_avatar",
    "change_password",
    "change_profile",
    "delete_account",
    "disable_user",
    "enable_user",
    "make_administrator",
    "make_guest",
    "register_account",
    "renew_session",
    "revoke_all_sessions",
    "revoke_session",
    "start_session",
    "touch_session",
]
