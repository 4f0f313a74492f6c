#!/bin/bash
# submit.sh ELEMENTS[%AT_ONCE] OUT [OPTION...] INPUT... - an array of so many elements, and the merge behind it.
#
#     SBATCH_PARTITION=long samples/slurm/submit.sh 100 corpus @inputs.txt
set -eu
here=$(cd "${0%/*}" && pwd)
elements=${1%%%*} out=$2
at_once=${1#"$elements"}
shift
mkdir -p "$out" # before the elements do, all at once
array=$(sbatch --parsable --array="0-$((elements - 1))$at_once" "$here/array.sh" "$@")
merge=$(sbatch --parsable --dependency="afterany:${array%%;*}" "$here/merge.sh" "$out")
echo "array ${array%%;*}, merge ${merge%%;*}; how far it is: warcsift status $out"
