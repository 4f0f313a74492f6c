/* task.c - the number of a task and of tasks, out of the environment.
 *
 * A number that is wrong loses inputs without a word, so only what the system documents is
 * believed, and only if it adds up. There are two levels, and they multiply: the task of an
 * array, and in it the process of a launcher (a rank of MPI, a task of srun). Inside a level
 * the first system that has left its variables counts.
 *
 * The numbers of an array need not begin at 0. Any row of consecutive ones does, because they
 * are taken modulo the count: each remainder comes up once. So an array of one element that
 * runs a single number again has the inputs which that number had, as long as the count is
 * given to be the old one. */
#include "pipeline/options/task.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

struct array_system {
    const char *name, *index;
    const char *count;               /* NULL: it does not say */
    const char *first, *last, *step; /* of the numbers in use; NULL: it does not say */
    const char *absent;  /* value of index outside arrays; NULL: it is not set there */
    bool also_elsewhere; /* index is set, too, where each process was given inputs of its own:
                          * it means nothing without a count from the user */
};

static const struct array_system ARRAYS[] = {
    /* sbatch(1), OUTPUT ENVIRONMENT VARIABLES */
    {.name = "a Slurm array",
     .index = "SLURM_ARRAY_TASK_ID",
     .count = "SLURM_ARRAY_TASK_COUNT",
     .first = "SLURM_ARRAY_TASK_MIN",
     .last = "SLURM_ARRAY_TASK_MAX",
     .step = "SLURM_ARRAY_TASK_STEP"},
    /* AWS Batch User Guide, job environment variables; numbers from 0 */
    {.name = "an array of AWS Batch",
     .index = "AWS_BATCH_JOB_ARRAY_INDEX",
     .count = "AWS_BATCH_JOB_ARRAY_SIZE"},
    /* Cloud Batch API, TaskGroup.taskEnvironments; from 0 */
    {.name = "Google Batch", .index = "BATCH_TASK_INDEX", .count = "BATCH_TASK_COUNT"},
    /* Cloud Run, container runtime contract for jobs; from 0 */
    {.name = "a Cloud Run job",
     .index = "CLOUD_RUN_TASK_INDEX",
     .count = "CLOUD_RUN_TASK_COUNT"},
    /* Kubernetes, Jobs, completion mode Indexed; from 0. .spec.completions is not in the
       environment */
    {.name = "an indexed job of Kubernetes", .index = "JOB_COMPLETION_INDEX"},
    /* submit(1) of Grid Engine, option -t: n-m:s, and nothing less regular */
    {.name = "an array of Grid Engine",
     .index = "SGE_TASK_ID",
     .first = "SGE_TASK_FIRST",
     .last = "SGE_TASK_LAST",
     .step = "SGE_TASK_STEPSIZE",
     .absent = "undefined"},
    /* PBS Professional (qsub -J) and Torque (qsub -t): the index alone */
    {.name = "an array of PBS", .index = "PBS_ARRAY_INDEX"},
    {.name = "an array of Torque", .index = "PBS_ARRAYID"},
    /* LSF: LSB_JOBINDEX_END is the last index, which is the count of [1-N] only */
    {.name = "an array of LSF", .index = "LSB_JOBINDEX", .absent = "0"},
    /* parallel(1): every job has it, also those that were given inputs of their own */
    {.name = "GNU parallel", .index = "PARALLEL_SEQ", .also_elsewhere = true},
};

struct launcher {
    const char *name, *rank, *size;
    const char *same; /* size counts only if this variable equals it; NULL: always */
};

/* MPI first: mpirun starts its helpers by srun, whose variables the ranks inherit. PMIX_RANK is
 * of no use: there is no size beside it, and who sets it sets one of these, too. */
static const struct launcher LAUNCHERS[] = {
    /* Open MPI, "Environment variables set for MPI applications" */
    {"Open MPI", "OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE", NULL},
    /* PMI-1 of MPICH's hydra, which Intel MPI uses, too */
    {"an MPI launcher", "PMI_RANK", "PMI_SIZE", NULL},
    /* srun(1). Not SLURM_NTASKS alone: a batch script, which runs once, has SLURM_PROCID 0 and
     * that, too. A script that was submitted from inside a step inherits the step's variables,
     * but for SLURM_NTASKS, which is its own. */
    {"srun", "SLURM_PROCID", "SLURM_STEP_NUM_TASKS", "SLURM_NTASKS"},
};

/* Of one level. */
struct place {
    uint64_t index, count;
    const char *source;
};

struct search {
    char *(*get)(const char *name);
    uint64_t tasks;
    char *msg;
    size_t n_msg;
};

/* Digits up to one of end's. */
static bool parse_number(const char *text, char end, uint64_t *value, const char **rest)
{
    uint64_t v = 0;
    const char *p = text;
    for (; *p >= '0' && *p <= '9' && v <= WS_TASKS_MAX; p++)
        v = v * 10 + (uint64_t)(*p - '0');
    *value = v;
    *rest = p;
    return p > text && *p == end && v <= WS_TASKS_MAX;
}

bool ws_task_count_parse(const char *text, uint64_t *count)
{
    const char *end;
    return parse_number(text, '\0', count, &end) && *count > 0;
}

bool ws_task_parse(const char *text, struct ws_task *task)
{
    const char *slash;
    *task = (struct ws_task){0};
    return parse_number(text, '/', &task->index, &slash) &&
           ws_task_count_parse(slash + 1, &task->count) && task->index < task->count;
}

/* A variable that is set to a number. */
static bool get_number(const struct search *s, const char *name, uint64_t *value)
{
    const char *end, *text = name ? s->get(name) : NULL;
    return text && parse_number(text, '\0', value, &end);
}

static enum ws_task_found unclear(const struct search *s, const char *system, const char *why,
                                  const char *what_to_do)
{
    snprintf(s->msg, s->n_msg, "this is a task of %s, %s: %s, or --task none for all inputs",
             system, why, what_to_do);
    return WS_TASK_UNCLEAR;
}

/* How many tasks the array has. false: it does not say, or it is not a regular row. */
static bool count_array(const struct search *s, const struct array_system *a, uint64_t step,
                        uint64_t *count)
{
    uint64_t first, last;
    bool row =
        get_number(s, a->first, &first) && get_number(s, a->last, &last) && first <= last;
    uint64_t in_row = row ? (last - first) / step + 1 : 0;
    if (!a->count)
        *count = in_row;
    else if (!get_number(s, a->count, count) || (row && *count != in_row))
        return false;
    return *count > 0;
}

static enum ws_task_found look_at_array(const struct search *s, const struct array_system *a,
                                        struct place *p)
{
    uint64_t index, step;
    const char *text = s->get(a->index);
    if (!text || (a->absent && strcmp(text, a->absent) == 0) ||
        (a->also_elsewhere && !s->tasks))
        return WS_TASK_NONE;
    p->source = a->index;
    if (!get_number(s, a->index, &index))
        return unclear(s, a->name, "but its number is none", "give --task I/N");
    if (!get_number(s, a->step, &step) || step == 0)
        step = 1;
    p->count = s->tasks;
    if (!p->count && !count_array(s, a, step, &p->count))
        return unclear(s, a->name,
                       a->count || a->first ? "whose numbers are no regular row"
                                            : "which does not say how many there are",
                       "give --tasks N for numbers in a row, or --task I/N");
    if (!s->tasks && a->count && !a->first && index >= p->count)
        return unclear(s, a->name, "but its number is beyond their count", "give --task I/N");
    p->index = index / step % p->count;
    return WS_TASK_FOUND;
}

static enum ws_task_found look_at_launcher(const struct search *s, const struct launcher *l,
                                           struct place *p)
{
    uint64_t same;
    if (!get_number(s, l->rank, &p->index) || !get_number(s, l->size, &p->count))
        return WS_TASK_NONE;
    if (l->same && (!get_number(s, l->same, &same) || same != p->count))
        return WS_TASK_NONE;
    p->source = l->rank;
    if (p->index >= p->count)
        return unclear(s, l->name, "but its number is beyond their count", "give --task I/N");
    return p->count > 1 ? WS_TASK_FOUND : WS_TASK_NONE;
}

static enum ws_task_found find_array(const struct search *s, struct place *p)
{
    enum ws_task_found found = WS_TASK_NONE;
    for (size_t i = 0; found == WS_TASK_NONE && i < sizeof ARRAYS / sizeof *ARRAYS; i++)
        found = look_at_array(s, &ARRAYS[i], p);
    return found;
}

static enum ws_task_found find_launcher(const struct search *s, struct place *p)
{
    enum ws_task_found found = WS_TASK_NONE;
    for (size_t i = 0; found == WS_TASK_NONE && i < sizeof LAUNCHERS / sizeof *LAUNCHERS; i++)
        found = look_at_launcher(s, &LAUNCHERS[i], p);
    return found;
}

enum ws_task_found ws_task_detect(char *(*get)(const char *name), uint64_t tasks,
                                  struct ws_task *task, char *msg, size_t n_msg)
{
    const struct search s = {get, tasks, msg, n_msg};
    struct place array = {0}, rank = {0};
    *task = (struct ws_task){0};
    enum ws_task_found in_array = find_array(&s, &array);
    if (in_array == WS_TASK_UNCLEAR)
        return in_array;
    enum ws_task_found in_launcher = find_launcher(&s, &rank);
    if (in_launcher == WS_TASK_UNCLEAR)
        return in_launcher;
    bool both = in_array == WS_TASK_FOUND && in_launcher == WS_TASK_FOUND;
    if (in_array == WS_TASK_NONE && in_launcher == WS_TASK_NONE)
        return WS_TASK_NONE;
    if (in_array == WS_TASK_NONE && tasks && tasks != rank.count)
        return unclear(&s, "a launcher", "which has started another number of processes",
                       "leave the number of tasks to it");
    const struct place *inner = in_launcher == WS_TASK_FOUND ? &rank : &array;
    task->index = both ? array.index * rank.count + rank.index : inner->index;
    task->count = both ? array.count * rank.count : inner->count;
    snprintf(task->source, sizeof task->source, "%s%s%s", both ? array.source : "",
             both ? ", " : "", inner->source);
    return WS_TASK_FOUND;
}
