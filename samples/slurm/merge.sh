#!/bin/bash
# merge.sh OUT [INPUT...] - behind the array: is the corpus complete? Exit status 1 and what is missing, if not.
#
#     sbatch --dependency=afterany:JOB samples/slurm/merge.sh corpus
#
# afterany, not afterok: one element that fails would keep this from ever being run.
#SBATCH --job-name=warcsift-merge
#SBATCH --time=01:00:00
#SBATCH --output=warcsift-merge-%j.log
exec "${WARCSIFT:-warcsift}" merge --verify "$@"
