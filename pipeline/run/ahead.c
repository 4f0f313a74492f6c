#include "pipeline/run/ahead.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

void ws_ahead_init(struct ws_ahead *a, const struct ws_job *job)
{
    *a = (struct ws_ahead){.job = job};
}

void ws_ahead_release(struct ws_ahead *a)
{
    while (a->n)
        ws_file_close(a->list[--a->n].file);
}

static bool is_ahead(const struct ws_ahead *a, size_t index)
{
    for (size_t i = 0; i < a->n; i++)
        if (a->list[i].index == index)
            return true;
    return false;
}

struct ws_file ws_ahead_take(struct ws_ahead *a, size_t index)
{
    for (size_t i = 0; i < a->n; i++) {
        if (a->list[i].index != index)
            continue;
        struct ws_file file = a->list[i].file;
        a->list[i] = a->list[--a->n];
        return file;
    }
    return WS_FILE_NONE;
}

void ws_ahead_put(struct ws_ahead *a, size_t index, struct ws_file file)
{
    a->list[a->n++] = (struct ws_ahead_file){index, file};
}

/* Of a store that is not known without asking. */
static bool may_have_stats(const struct ws_job *job, size_t index)
{
    if (job->store)
        return true;
    char *name =
        job->place.dir_fd >= 0 ? ws_stats_file_name(job->inputs.list[index].name) : NULL;
    bool there = name && faccessat(job->place.dir_fd, name, F_OK, 0) == 0;
    free(name);
    return there;
}

enum ws_reading ws_ahead_reading(const struct ws_ahead *a, size_t index)
{
    bool sparing =
        a->job->cdx.inputs || (ws_is_remote(a->job->inputs.list[index].path) &&
                               !a->job->options->force && may_have_stats(a->job, index));
    return sparing ? WS_READ_PLACES : WS_READ_ALONG;
}

/* Bytes of an input that are still to be fetched, at most, when `at` are handed out. */
static uint64_t to_fetch(const struct ws_ahead *a, struct ws_file file, uint64_t at)
{
    struct ws_file_info info;
    if (!file.remote || a->job->cdx.inputs)
        return 0;
    if (!ws_file_peek(file, &info) || !info.seekable)
        return a->job->options->net.read_ahead / 4; /* not known (yet) */
    return info.size > at ? info.size - at : 0;
}

void ws_ahead_begin(struct ws_ahead *a, struct ws_file file, size_t index, uint64_t at)
{
    const struct ws_inputs *inputs = &a->job->inputs;
    const uint64_t room = a->job->options->net.read_ahead;
    if (!a->job->net)
        return;
    uint64_t bytes = to_fetch(a, file, at);
    for (size_t i = 0; i < a->n; i++)
        bytes += to_fetch(a, a->list[i].file, 0);
    for (size_t i = index + 1; i < inputs->n && i <= index + WS_AHEAD_MAX; i++) {
        struct ws_file next;
        if (a->n >= WS_AHEAD_MAX || bytes >= room)
            return;
        if (!ws_is_remote(inputs->list[i].path) || is_ahead(a, i) ||
            ws_file_open(a->job->net, inputs->list[i].path, ws_ahead_reading(a, i), &next,
                         NULL) != WS_OK)
            continue;
        ws_ahead_put(a, i, next);
        bytes += to_fetch(a, next, 0);
    }
}
