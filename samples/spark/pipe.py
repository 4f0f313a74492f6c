#!/usr/bin/env python3
"""pipe.py OUT LIST [PARTITIONS] [-- OPTION...] - warcsift as the pipe of a Spark job.

    spark-submit --master 'local[2,4]' samples/spark/pipe.py /shared/corpus inputs.txt 100

LIST has a path (on a shared file system) on each line. Paths go in, and one line for each partition comes out; the
articles go to OUT, not through Spark. Speculation and retries may run two attempts at one partition: they do no harm.
Plain local[N] has no retries, local[N,4] has. WARCSIFT names the program; the executors need it, too."""
import os
import shlex
import subprocess
import sys

from pyspark.sql import SparkSession

# 1: records or inputs were lost and told (merge says which); anything else fails the attempt, and the next one goes on.
COMMAND = 'cd {cwd}; {program} -q -o {out} --task none {options} @/dev/stdin; s=$?; echo "exit status $s"; [ $s -le 1 ]'


def main():
    args = sys.argv[1:]
    options = args[args.index("--") + 1 :] if "--" in args else []
    out, paths, *rest = args[: args.index("--")] if "--" in args else args
    partitions = int(rest[0]) if rest else 100
    program = os.environ.get("WARCSIFT", "warcsift")
    with open(paths, encoding="utf-8") as f:
        inputs = [line.rstrip("\n") for line in f if line.strip()]
    spark = SparkSession.builder.appName("warcsift").getOrCreate()
    command = COMMAND.format(
        cwd=shlex.quote(os.getcwd()), program=shlex.quote(program), out=shlex.quote(out), options=shlex.join(options)
    )
    rdd = spark.sparkContext.parallelize(inputs, min(partitions, len(inputs)))
    for line in sorted(rdd.pipe(shlex.join(["sh", "-c", command]), checkCode=True).countByValue().items()):
        print("%s: %d partitions" % line)
    spark.stop()
    return subprocess.run([program, "merge", out, "@" + paths]).returncode


if __name__ == "__main__":
    sys.exit(main())
