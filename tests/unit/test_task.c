/* Which task this is, by what each system leaves in the environment. Names and values are those
 * of the documentation that task.c names; Slurm's, Open MPI's and MPICH's were looked at in
 * running jobs, too. */
#include "pipeline/options/task.h"
#include "tests/tap.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static char environment[1000];

/* "A=1 B=2": separated by blanks. */
static char *get(const char *name)
{
    static char values[8][100];
    static unsigned next;
    size_t n = strlen(name);
    for (const char *p = environment; *p; p += strcspn(p, " "), p += strspn(p, " ")) {
        if (strncmp(p, name, n) != 0 || p[n] != '=')
            continue;
        char *value = values[next++ % 8];
        snprintf(value, sizeof values[0], "%.*s", (int)strcspn(p + n + 1, " "), p + n + 1);
        return value;
    }
    return NULL;
}

static char msg[500];

/* "I/N", "none" or "unclear". */
static const char *detect(const char *variables, uint64_t tasks)
{
    static char text[64];
    struct ws_task t;
    snprintf(environment, sizeof environment, "%s", variables);
    msg[0] = '\0';
    switch (ws_task_detect(get, tasks, &t, msg, sizeof msg)) {
    case WS_TASK_NONE:
        return "none";
    case WS_TASK_UNCLEAR:
        return "unclear";
    default:
        snprintf(text, sizeof text, "%" PRIu64 "/%" PRIu64, t.index, t.count);
        return text;
    }
}

static const struct {
    const char *what, *variables;
    uint64_t tasks;
    const char *want;
} CASES[] = {
    {"nothing", "HOME=/root", 0, "none"},
    {"Slurm, 0-7",
     "SLURM_ARRAY_TASK_ID=5 SLURM_ARRAY_TASK_COUNT=8 SLURM_ARRAY_TASK_MIN=0 "
     "SLURM_ARRAY_TASK_MAX=7 SLURM_ARRAY_TASK_STEP=1",
     0, "5/8"},
    {"Slurm, 10-30:10",
     "SLURM_ARRAY_TASK_ID=30 SLURM_ARRAY_TASK_COUNT=3 SLURM_ARRAY_TASK_MIN=10 "
     "SLURM_ARRAY_TASK_MAX=30 SLURM_ARRAY_TASK_STEP=10",
     0, "0/3"},
    {"Slurm, 1,3,7: no row",
     "SLURM_ARRAY_TASK_ID=3 SLURM_ARRAY_TASK_COUNT=3 SLURM_ARRAY_TASK_MIN=1 "
     "SLURM_ARRAY_TASK_MAX=7 SLURM_ARRAY_TASK_STEP=2",
     0, "unclear"},
    {"Slurm, element 5 of 0-7 again",
     "SLURM_ARRAY_TASK_ID=5 SLURM_ARRAY_TASK_COUNT=1 SLURM_ARRAY_TASK_MIN=5 "
     "SLURM_ARRAY_TASK_MAX=5 SLURM_ARRAY_TASK_STEP=1",
     8, "5/8"},
    {"Slurm, without a count", "SLURM_ARRAY_TASK_ID=5", 0, "unclear"},
    {"a batch script of Slurm with four tasks",
     "SLURM_JOB_ID=1 SLURM_PROCID=0 SLURM_NTASKS=4 SLURM_NPROCS=4", 0, "none"},
    {"srun -n 4 in it", "SLURM_PROCID=2 SLURM_NTASKS=4 SLURM_STEP_NUM_TASKS=4", 0, "2/4"},
    {"srun -n 1", "SLURM_PROCID=0 SLURM_NTASKS=1 SLURM_STEP_NUM_TASKS=1", 0, "none"},
    {"a batch script submitted from inside a step of two",
     "SLURM_PROCID=0 SLURM_NTASKS=1 SLURM_STEP_ID=0 SLURM_STEP_NUM_TASKS=2", 0, "none"},
    {"srun -n 2 in element 3 of 0-3",
     "SLURM_ARRAY_TASK_ID=3 SLURM_ARRAY_TASK_COUNT=4 SLURM_ARRAY_TASK_MIN=0 "
     "SLURM_ARRAY_TASK_MAX=3 SLURM_ARRAY_TASK_STEP=1 SLURM_PROCID=1 SLURM_NTASKS=2 "
     "SLURM_STEP_NUM_TASKS=2",
     0, "7/8"},
    {"AWS Batch", "AWS_BATCH_JOB_ARRAY_INDEX=0 AWS_BATCH_JOB_ARRAY_SIZE=10", 0, "0/10"},
    {"AWS Batch, no array", "AWS_BATCH_JOB_ID=a AWS_BATCH_JOB_ATTEMPT=1", 0, "none"},
    {"AWS Batch, old: no size", "AWS_BATCH_JOB_ARRAY_INDEX=3", 0, "unclear"},
    {"AWS Batch, beyond the size", "AWS_BATCH_JOB_ARRAY_INDEX=10 AWS_BATCH_JOB_ARRAY_SIZE=10",
     0, "unclear"},
    {"Google Batch", "BATCH_TASK_INDEX=3 BATCH_TASK_COUNT=4", 0, "3/4"},
    {"Cloud Run", "CLOUD_RUN_TASK_INDEX=1 CLOUD_RUN_TASK_COUNT=2", 0, "1/2"},
    {"Cloud Run, one task", "CLOUD_RUN_TASK_INDEX=0 CLOUD_RUN_TASK_COUNT=1", 0, "0/1"},
    {"Kubernetes", "JOB_COMPLETION_INDEX=3", 0, "unclear"},
    {"Kubernetes, told the count", "JOB_COMPLETION_INDEX=3", 5, "3/5"},
    {"Grid Engine, 2-10:2",
     "SGE_TASK_ID=10 SGE_TASK_FIRST=2 SGE_TASK_LAST=10 SGE_TASK_STEPSIZE=2", 0, "0/5"},
    {"Grid Engine, no array",
     "SGE_TASK_ID=undefined SGE_TASK_FIRST=undefined SGE_TASK_LAST=undefined "
     "SGE_TASK_STEPSIZE=undefined",
     0, "none"},
    {"PBS Professional", "PBS_ARRAY_INDEX=4", 0, "unclear"},
    {"PBS Professional, told the count", "PBS_ARRAY_INDEX=4", 4, "0/4"},
    {"Torque", "PBS_ARRAYID=4", 0, "unclear"},
    {"Torque, told the count", "PBS_ARRAYID=4", 6, "4/6"},
    {"LSF, [1-4]", "LSB_JOBINDEX=4 LSB_JOBINDEX_END=4", 0, "unclear"},
    {"LSF, told the count", "LSB_JOBINDEX=4 LSB_JOBINDEX_END=4", 4, "0/4"},
    {"LSF, no array", "LSB_JOBINDEX=0 LSB_JOBINDEX_END=0", 0, "none"},
    {"Open MPI", "OMPI_COMM_WORLD_RANK=2 OMPI_COMM_WORLD_SIZE=3 PMIX_RANK=2", 0, "2/3"},
    {"Open MPI, one process", "OMPI_COMM_WORLD_RANK=0 OMPI_COMM_WORLD_SIZE=1", 0, "none"},
    {"Open MPI whose helpers srun started",
     "OMPI_COMM_WORLD_RANK=1 OMPI_COMM_WORLD_SIZE=2 SLURM_PROCID=0 SLURM_NTASKS=1 "
     "SLURM_STEP_NUM_TASKS=1",
     0, "1/2"},
    {"the same on three nodes",
     "OMPI_COMM_WORLD_RANK=4 OMPI_COMM_WORLD_SIZE=6 SLURM_PROCID=2 SLURM_NTASKS=3 "
     "SLURM_STEP_NUM_TASKS=3",
     0, "4/6"},
    {"MPICH", "PMI_FD=5 PMI_RANK=1 PMI_SIZE=2", 0, "1/2"},
    {"a rank without a size", "PMI_RANK=1", 0, "none"},
    {"PMIX_RANK alone", "PMIX_RANK=1", 0, "none"},
    {"MPICH in an array of Grid Engine",
     "SGE_TASK_ID=3 SGE_TASK_FIRST=1 SGE_TASK_LAST=3 SGE_TASK_STEPSIZE=1 PMI_RANK=1 PMI_SIZE=2",
     0, "1/6"},
    {"MPICH in an array of PBS, told the count of the array",
     "PBS_ARRAY_INDEX=2 PMI_RANK=1 PMI_SIZE=2", 3, "5/6"},
    {"another count than the launcher's", "PMI_RANK=1 PMI_SIZE=2", 3, "unclear"},
    {"a rank beyond the size", "PMI_RANK=2 PMI_SIZE=2", 0, "unclear"},
    {"GNU parallel, each with inputs of its own", "PARALLEL_SEQ=3 PARALLEL_PID=77", 0, "none"},
    {"GNU parallel, told the count", "PARALLEL_SEQ=3", 8, "3/8"},
    {"two arrays: the first of the table",
     "AWS_BATCH_JOB_ARRAY_INDEX=1 AWS_BATCH_JOB_ARRAY_SIZE=2 SLURM_ARRAY_TASK_ID=1 "
     "SLURM_ARRAY_TASK_COUNT=3 SLURM_ARRAY_TASK_MIN=0 SLURM_ARRAY_TASK_MAX=2 "
     "SLURM_ARRAY_TASK_STEP=1",
     0, "1/3"},
    {"no number", "BATCH_TASK_INDEX=x BATCH_TASK_COUNT=4", 0, "unclear"},
    {"a negative one", "BATCH_TASK_INDEX=-1 BATCH_TASK_COUNT=4", 0, "unclear"},
    {"an empty one", "JOB_COMPLETION_INDEX=", 4, "unclear"},
    {"one beyond all bounds", "JOB_COMPLETION_INDEX=99999999999999999999", 4, "unclear"},
    {"a count of 0", "BATCH_TASK_INDEX=0 BATCH_TASK_COUNT=0", 0, "unclear"},
};

static void test_systems(void)
{
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        const char *got = detect(CASES[i].variables, CASES[i].tasks);
        IS_STR(got, CASES[i].want, CASES[i].what);
    }
}

/* Every input belongs to one element of an array, wherever its numbers begin. */
static void test_rows_are_complete(void)
{
    for (unsigned first = 0; first < 7; first++)
        for (unsigned step = 1; step < 5; step++) {
            uint64_t seen = 0, bit, count;
            for (unsigned k = 0; k < 6; k++) {
                char text[300], *slash;
                snprintf(text, sizeof text,
                         "SLURM_ARRAY_TASK_ID=%u SLURM_ARRAY_TASK_COUNT=6 "
                         "SLURM_ARRAY_TASK_MIN=%u SLURM_ARRAY_TASK_MAX=%u "
                         "SLURM_ARRAY_TASK_STEP=%u",
                         first + k * step, first, first + 5 * step, step);
                bit = strtoull(detect(text, 0), &slash, 10);
                count = *slash == '/' ? strtoull(slash + 1, NULL, 10) : 0;
                seen |= count == 6 ? UINT64_C(1) << bit : 0;
            }
            OK(seen == 0x3f, "an array of six from %u by %u has all tasks", first, step);
        }
}

static void test_told(void)
{
    static const char *const BAD[] = {
        "",     "/",    "1",    "1/",  "/2",    "2/2",           "1/0",
        "-1/2", "1/2 ", " 1/2", "a/b", "1/2/3", "1/99999999999", "0x1/2"};
    struct ws_task t;
    OK(ws_task_parse("0/1", &t) && t.index == 0 && t.count == 1, "0/1");
    OK(ws_task_parse("899/1000", &t) && t.index == 899 && t.count == 1000, "899/1000");
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++)
        OK(!ws_task_parse(BAD[i], &t), "no task: '%s'", BAD[i]);
}

static void test_advice(void)
{
    detect("PBS_ARRAY_INDEX=4", 0);
    OK(strstr(msg, "an array of PBS") && strstr(msg, "--tasks N") && strstr(msg, "--task none"),
       "what is unclear is named, and what to do: %s", msg);
}

int main(void)
{
    test_systems();
    test_rows_are_complete();
    test_told();
    test_advice();
    return tap_done();
}
