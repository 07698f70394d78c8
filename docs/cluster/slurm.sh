#!/bin/sh
# Extraction of an archive in one SLURM allocation: a scheduler on its first node, a worker for each task.
# The environment with Stet, the archive and the corpus lie on a file system that all nodes share.
#
#   sbatch slurm.sh /shared/archive/wire /shared/corpus
#
# Cut off by the time limit, it goes on from there when it is submitted again.
#SBATCH --job-name=stet-extract
#SBATCH --ntasks=100
#SBATCH --cpus-per-task=1
#SBATCH --mem-per-cpu=1500M
#SBATCH --time=02:00:00
set -eu
. /shared/venv/bin/activate   # made by: python3 -m venv /shared/venv && /shared/venv/bin/pip install 'stet-tui[cluster]'

address=tcp://$(hostname):8786
dask scheduler --port 8786 --no-dashboard &
srun --overlap dask worker "$address" --nthreads 1 --no-dashboard --local-directory "${TMPDIR:-/tmp}" &

# Both take a while to start.
python -c "from distributed import Client; Client('$address', timeout=300).wait_for_workers(1, timeout=600)"
stet extract "$1" -o "$2" --partition-size 16MB --cluster "$address"
