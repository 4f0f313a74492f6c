#include "pipeline/attempt.h"
#include "pipeline/output/publish.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Letters, digits and '-': no dot, so that an id stands between dots in file names. */
void ws_host_name(char host[WS_HOST_MAX])
{
    if (gethostname(host, WS_HOST_MAX) != 0 || !*host)
        snprintf(host, WS_HOST_MAX, "host");
    host[WS_HOST_MAX - 1] = '\0';
    for (char *p = host; *p; p++) {
        bool plain = (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') ||
                     (*p >= '0' && *p <= '9');
        *p = plain ? *p : '-';
    }
}

void ws_attempt_id(char id[WS_ATTEMPT_ID_MAX], const char *host, unsigned n)
{
    snprintf(id, WS_ATTEMPT_ID_MAX, "%s-%ld-%u", host, (long)getpid(), n);
}

bool ws_attempts_init(struct ws_attempts *a, const struct ws_job *job)
{
    *a = (struct ws_attempts){.job = job, .list = calloc(job->inputs.n, sizeof *a->list)};
    ws_host_name(a->host);
    return a->list != NULL;
}

void ws_attempts_release(struct ws_attempts *a)
{
    for (size_t i = 0; a->list && i < a->job->inputs.n; i++)
        free(a->list[i]);
    free(a->list);
    a->list = NULL;
}

/* The standard input is not: nobody knows what it will be. */
static bool was_done(const struct ws_attempts *a, const struct ws_input *input)
{
    struct ws_input_identity id = ws_input_identity(input);
    return !a->job->options->force &&
           ws_stats_vouch(a->job->place.dir_fd, input->name, &id, a->job->options_text.hash);
}

static enum ws_status begin(struct ws_attempts *a, size_t input, struct ws_error *err)
{
    struct ws_attempt *t = a->list[input] = calloc(1, sizeof *t);
    if (!t) {
        ws_error_set(err, WS_E_NOMEM, 0, "out of memory");
        return WS_FATAL;
    }
    ws_attempt_id(t->id, a->host, a->next_number++);
    return WS_OK;
}

enum ws_status ws_attempts_begin(struct ws_attempts *a, size_t input, struct ws_error *err)
{
    const struct ws_input *in = &a->job->inputs.list[input];
    if (a->job->place.dir_fd < 0 || a->list[input])
        return WS_OK;
    if (!was_done(a, in))
        return begin(a, input, err);
    a->skipped++;
    a->skipped_bytes += in->size;
    return WS_SKIP;
}
