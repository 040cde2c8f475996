"""How long a test waits for what has to come, in seconds. It is no bound of the product's: it is longer than a disk of a busy machine takes to
answer a sync, which has been above five seconds. What comes in time costs no test anything."""

SECONDS = 30
