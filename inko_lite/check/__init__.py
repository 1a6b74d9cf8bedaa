"""What `inko-lite check` looks at beyond the settings themselves: directories, database, schema, and the Django site.

place.py directories and our own database · capacity.py the limits · site.py the site's tables, rights, sessions and
roles · browsing.py its addresses · visitor.py one person's cookies. It changes nothing: a PostgreSQL of our own is started
only when its data exist and nobody uses them.
"""

from .finding import WARNING as WARNING
from .finding import WRONG as WRONG
from .finding import Finding as Finding
from .place import findings as findings
