"""Time zones to choose from: one well-known place for each different clock; any other comes from Slack."""

_FROM_WEST_TO_EAST = """
    Pacific/Honolulu Pacific/Marquesas America/Anchorage America/Los_Angeles America/Phoenix America/Denver
    America/Chicago America/Mexico_City America/Costa_Rica America/Bogota America/Lima America/Havana
    America/New_York America/Toronto America/Caracas America/Halifax America/Santiago America/Asuncion
    America/St_Johns America/Argentina/Buenos_Aires America/Sao_Paulo America/Nuuk Atlantic/Azores
    Atlantic/Cape_Verde Atlantic/Reykjavik Europe/Lisbon Europe/Dublin Europe/London Africa/Casablanca
    Africa/Lagos Africa/Tunis Europe/Madrid Europe/Paris Europe/Amsterdam Europe/Berlin Europe/Zurich
    Europe/Rome Europe/Vienna Europe/Stockholm Europe/Prague Europe/Warsaw Europe/Athens Europe/Bucharest
    Europe/Helsinki Europe/Kyiv Africa/Cairo Africa/Johannesburg Asia/Beirut Asia/Jerusalem Europe/Istanbul
    Europe/Moscow Africa/Nairobi Asia/Baghdad Asia/Riyadh Asia/Tehran Asia/Dubai Asia/Tbilisi Asia/Baku
    Asia/Kabul Asia/Karachi Asia/Tashkent Asia/Almaty Asia/Kolkata Asia/Colombo Asia/Kathmandu Asia/Dhaka
    Asia/Yangon Asia/Bangkok Asia/Ho_Chi_Minh Asia/Jakarta Asia/Shanghai Asia/Hong_Kong Asia/Manila
    Asia/Singapore Asia/Taipei Australia/Perth Australia/Eucla Asia/Seoul Asia/Tokyo Australia/Darwin
    Australia/Adelaide Australia/Brisbane Australia/Sydney Australia/Melbourne Pacific/Guam
    Australia/Lord_Howe Pacific/Noumea Pacific/Auckland Pacific/Fiji Pacific/Chatham Pacific/Tongatapu
    Pacific/Apia Pacific/Kiritimati
"""
PLACES = tuple(_FROM_WEST_TO_EAST.split())
"""Fewer than Slack's hundred options."""
