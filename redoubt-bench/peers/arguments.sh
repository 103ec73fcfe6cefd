# Read by the run scripts (`. arguments.sh`): sets python, out and redoubt, makes the folder DIR, and
# leaves in "$@" what is for the Python programs.
name=$(basename -- "$0")
python="$here/.venv/bin/python"
if ! [ -x "$python" ]; then
  echo "$name: $here/.venv is missing, run $here/setup first" >&2
  exit 2
fi

out='' redoubt='' left=$#
while [ "$left" -gt 0 ]; do
  option=$1
  shift
  left=$((left - 1))
  case $option in
    --out | --redoubt)
      if [ "$left" -eq 0 ]; then
        echo "$name: $option needs a value" >&2
        exit 2
      fi
      if [ "$option" = --out ]; then out=$1; else redoubt=$1; fi
      shift
      left=$((left - 1))
      ;;
    *) set -- "$@" "$option" ;;
  esac
done
if [ -z "$out" ]; then
  echo "$name: --out DIR is needed" >&2
  exit 2
fi
mkdir -p "$out"
