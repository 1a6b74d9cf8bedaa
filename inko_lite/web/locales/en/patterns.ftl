# The page of patterns, for those who change the pages (demo only).
patterns-title = Patterns
patterns-lead = Every state of these pages, drawn by their own views over made-up conversations. Open one to see it alone.
