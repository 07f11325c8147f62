"""What `make demo` runs; reads PORT, DATABASE_URL and HILFENETZ_VAR from the environment."""

import sys

from project.serve.demo import main

sys.exit(main())
