#include "pipeline/commit.h"
#include "pipeline/output/publish.h"
#include "pipeline/run/deliver.h"
#include "pipeline/run/signatures.h"

#include <time.h>

/* Bytes of the note buffer that a slot keeps: a batch seldom has more. */
#define KEPT_NOTES (4u << 20)

void ws_commit_init(struct ws_committer *c, const struct ws_job *job,
                    struct ws_attempts *attempts, struct ws_sift_summary *summary)
{
    *c = (struct ws_committer){.job = job, .attempts = attempts, .summary = summary};
    c->progress.passes = job->options->host_memory ? 2 : 1;
    if (!job->cdx.inputs) /* how much of the inputs is listed, only reading shows */
        c->progress.bytes_total = ws_inputs_bytes(&job->inputs) * c->progress.passes;
    ws_stats_init(&c->stream_stats, WS_DAMAGE_LISTED);
}

static bool is_stream(const struct ws_committer *c)
{
    return c->job->place.dir_fd < 0;
}

static enum ws_status no_memory(struct ws_error *err)
{
    ws_error_set(err, WS_E_NOMEM, 0, "out of memory");
    return WS_FATAL;
}

/* Of what an earlier attempt has written, too. */
static enum ws_status begin_duplicates(struct ws_committer *c, struct ws_error *err)
{
    const struct ws_sift_options *o = c->job->options;
    const char *dir = c->job->spool ? c->job->spool : o->spool ? o->spool : o->out;
    if (o->corpus.dedup == WS_DEDUP_NONE && !o->corpus.url_dedup)
        return WS_OK;
    if (c->duplicates)
        ws_duplicates_clear(c->duplicates);
    else
        c->duplicates = ws_duplicates_new(o, &c->job->place);
    if (!c->duplicates)
        return no_memory(err);
    return c->attempt ? ws_duplicates_read(c->duplicates, dir, &c->attempt->shards, err) : WS_OK;
}

static enum ws_status begin_input(struct ws_committer *c, size_t index, struct ws_error *err)
{
    const struct ws_input *input = &c->job->inputs.list[index];
    if (c->job->options->host_memory) {
        c->survey = ws_host_survey_new(WS_HOST_SURVEY_PAGES);
        if (!c->survey)
            return no_memory(err);
    }
    c->attempt = c->attempts->list[index];
    c->shards = c->attempt ? &c->attempt->shards : &c->stream_shards;
    c->stats = c->attempt ? &c->attempt->stats : &c->stream_stats;
    if (!c->attempt) {
        ws_shards_init(c->shards, &c->job->place, input->name, NULL);
        ws_stats_clear(c->stats);
    }
    c->progress.records += ws_counts_records(&c->stats->counts); /* of the attempt before */
    c->progress.articles += c->stats->counts.outcomes[WS_OUT_ARTICLE];
    c->input_bytes = 0;
    if (c->attempt && c->attempt->goes_on && c->progress.passes == 1)
        c->input_bytes = c->attempt->begun_at.done;
    c->bytes_gone_on += c->input_bytes;
    c->open = true;
    return begin_duplicates(c, err);
}

enum ws_status ws_commit_chunks(struct ws_committer *c, struct ws_slot *s, struct ws_error *err)
{
    if (!c->open && begin_input(c, s->input, err) != WS_OK)
        return WS_FATAL;
    if (s->notes.n && !ws_host_survey_add(c->survey, &s->notes))
        return no_memory(err);
    ws_buf_clear(&s->notes, KEPT_NOTES);
    if (c->duplicates && !ws_duplicates_drop(c->duplicates, s))
        return no_memory(err);
    for (size_t i = 0; i < s->out.n; i++)
        if (ws_shards_append(c->shards, &s->out, i, err) != WS_OK)
            return WS_FATAL;
    ws_chunks_clear(&s->out);
    for (size_t i = 0; c->attempt && i < s->rejects.n; i++)
        if (ws_shards_append(&c->attempt->rejects, &s->rejects, i, err) != WS_OK)
            return WS_FATAL;
    ws_chunks_clear(&s->rejects);
    if (s->signatures.n && ws_signatures_append(&c->attempt->signatures, &s->signatures,
                                                c->stats->counts.outcomes[WS_OUT_ARTICLE], err) != WS_OK)
        return WS_FATAL;
    return WS_OK;
}

static void tell_damage(const struct ws_committer *c, const struct ws_slot *s)
{
    const struct ws_sift_observer *o = &c->job->options->observer;
    for (size_t i = 0; o->damage && i < s->stats.n_damage; i++)
        o->damage(o->ctx, c->job->inputs.list[s->input].path, &s->stats.damage[i]);
    for (size_t i = 0; o->damage && i < s->stats.n_wrong; i++)
        o->damage(o->ctx, c->job->inputs.list[s->input].path, &s->stats.wrong[i]);
}

static void count_slot(struct ws_committer *c, const struct ws_slot *s)
{
    ws_stats_add(c->stats, &s->stats);
    c->progress.records += ws_counts_records(&s->stats.counts);
    c->progress.articles += s->stats.counts.outcomes[WS_OUT_ARTICLE];
    if (s->input_end > c->input_bytes)
        c->input_bytes = s->input_end;
}

/* The last shard, then the stats file, which vouches for all of them. */
static enum ws_status finish_input(struct ws_committer *c, const struct ws_input *input,
                                   struct ws_error *err)
{
    const struct ws_cdx *cdx = &c->job->cdx;
    uint64_t listed = cdx->inputs ? cdx->inputs[input - c->job->inputs.list].n : 0;
    struct ws_stats_about about = {
        .input = ws_input_identity(input),
        .bytes_in = c->input_bytes,
        .options = c->job->options,
        .options_text = &c->job->options_text,
        .listed = cdx->inputs ? &listed : NULL,
        .host_memory = c->memory ? &c->host_counts : NULL,
        .shards = c->shards,
        .rejects = c->job->options->corpus.rejects ? &c->attempt->rejects : NULL,
    };
    enum ws_status st = ws_shards_finish(c->shards, err);
    if (st == WS_OK && about.rejects)
        st = ws_shards_finish(&c->attempt->rejects, err);
    if (st != WS_OK || is_stream(c))
        return st;
    if (c->job->options->corpus.minhash && ws_signatures_publish(&c->attempt->signatures, err) != WS_OK)
        return WS_FATAL;
    st = ws_publish_input(c->stats, &about, c->shards, about.rejects ? &c->attempt->rejects : NULL,
                          c->job->options->force, err);
    return st == WS_OK && c->job->store ? ws_deliver(c->job, input->name, err) : st;
}

/* Adds the input to the summary. */
static void count_input(struct ws_committer *c)
{
    struct ws_sift_summary *sum = c->summary;
    ws_counts_add(&sum->counts, &c->stats->counts);
    sum->bytes_in += c->input_bytes;
    if (c->memory) {
        sum->host_memory.pages += c->host_counts.pages;
        sum->host_memory.hosts += c->host_counts.hosts;
        sum->host_memory.blocks += c->host_counts.blocks;
    }
    sum->shards += is_stream(c) ? 0 : c->shards->n;
    for (size_t i = 0; i < c->shards->n; i++) {
        sum->bytes_out += c->shards->list[i].bytes;
        sum->bytes_out_plain += c->shards->list[i].plain_bytes;
    }
}

static void end_pass(struct ws_committer *c, const struct ws_input *input)
{
    bool all = input->is_file && !c->job->cdx.inputs;
    c->bytes_before += all ? input->size : c->input_bytes;
    c->input_bytes = 0;
}

static void forget_hosts(struct ws_committer *c)
{
    ws_host_survey_free(c->survey);
    ws_host_memory_free(c->memory);
    c->survey = NULL;
    c->memory = NULL;
}

/* From here on the slots of the second pass may go on: they wait for this one to be
 * committed. */
static enum ws_status end_survey(struct ws_committer *c, const struct ws_slot *s,
                                 struct ws_error *err)
{
    c->memory = ws_host_survey_finish(c->survey, &c->host_counts);
    ws_host_survey_free(c->survey);
    c->survey = NULL;
    end_pass(c, &c->job->inputs.list[s->input]);
    return c->memory ? WS_OK : no_memory(err);
}

/* Of what could be read before it failed: another time it may go on. A checkpoint that cannot be
 * written is no loss to tell beside that. */
static enum ws_attempt_end end_of_failed(struct ws_committer *c, const struct ws_slot *s)
{
    struct ws_error unused;
    if (s->error.code != WS_E_IO || !c->attempt->has_position ||
        ws_attempt_save(c->attempts, c->attempt, true, &unused) != WS_OK)
        return WS_ATTEMPT_FAILED;
    return WS_ATTEMPT_LEFT;
}

static void leave_input(struct ws_committer *c, const struct ws_slot *s)
{
    const struct ws_input *input = &c->job->inputs.list[s->input];
    if (c->attempt)
        ws_attempt_end(c->attempts, s->input,
                       s->failed ? end_of_failed(c, s) : WS_ATTEMPT_DONE);
    else
        ws_shards_release(&c->stream_shards);
    forget_hosts(c);
    end_pass(c, input);
    if (s->survey) /* it failed, there will be no second pass */
        end_pass(c, input);
    c->open = false;
}

/* Tells of a failure where the input has not been done before. */
static enum ws_status leave_failure(struct ws_committer *c, const struct ws_slot *s,
                                    struct ws_error *err)
{
    const struct ws_input *input = &c->job->inputs.list[s->input];
    enum ws_status done = ws_attempts_was_done(c->attempts, input, err);
    if (done != WS_OK)
        return done == WS_SKIP ? WS_OK : done;
    if (ws_publish_failure(c->job->place.dir_fd, input->name, c->attempt->id, input->path,
                           s->error.msg, c->attempts->host, (int64_t)time(NULL), err) != WS_OK)
        return WS_FATAL;
    return c->job->store ? ws_deliver_failure(c->job, input->name, err) : WS_OK;
}

static enum ws_status end_input(struct ws_committer *c, const struct ws_slot *s,
                                struct ws_error *err)
{
    const struct ws_sift_observer *o = &c->job->options->observer;
    const struct ws_input *input = &c->job->inputs.list[s->input];
    if (!s->failed && finish_input(c, input, err) != WS_OK)
        return WS_FATAL;
    if (s->failed && o->error)
        o->error(o->ctx, input->path, s->error.msg);
    if (s->failed && !is_stream(c) && leave_failure(c, s, err) != WS_OK)
        return WS_FATAL;
    c->summary->inputs_done += !s->failed;
    c->summary->inputs_failed += s->failed;
    if (!s->failed || is_stream(c))
        count_input(c);
    leave_input(c, s);
    return WS_OK;
}

static struct ws_checkpoint_progress progress_of(const struct ws_committer *c,
                                                 const struct ws_slot *s)
{
    const struct ws_input *input = &c->job->inputs.list[s->input];
    bool all = input->is_file && !c->job->cdx.inputs;
    bool again = c->progress.passes > 1 && !s->survey;
    return (struct ws_checkpoint_progress){
        .bytes_done = c->input_bytes + (again && all ? input->size : 0),
        .bytes_total = all ? input->size * c->progress.passes : 0,
        .records = ws_counts_records(&c->stats->counts),
        .articles = c->stats->counts.outcomes[WS_OUT_ARTICLE],
    };
}

/* Not of the first of two passes: it leaves nothing to go on with. */
static enum ws_status note_position(struct ws_committer *c, const struct ws_slot *s,
                                    struct ws_error *err)
{
    struct ws_attempt *t = c->attempt;
    if (!t)
        return WS_OK;
    t->progress = progress_of(c, s);
    if (s->has_position && !s->survey) {
        t->position = s->position;
        t->has_position = true;
    }
    return ws_attempt_save(c->attempts, t, false, err);
}

/* What this run has done, and will have done in the end. */
static void tell_progress(const struct ws_committer *c)
{
    const struct ws_sift_observer *o = &c->job->options->observer;
    struct ws_sift_progress p = c->progress;
    p.bytes_in = c->bytes_before + c->input_bytes - c->bytes_gone_on;
    if (p.bytes_total)
        p.bytes_total -= atomic_load(&c->attempts->skipped_bytes) * p.passes + c->bytes_gone_on;
    if (o->progress)
        o->progress(o->ctx, &p);
}

enum ws_status ws_commit_slot(struct ws_committer *c, struct ws_slot *s, struct ws_error *err)
{
    if (ws_commit_chunks(c, s, err) != WS_OK)
        return WS_FATAL;
    tell_damage(c, s);
    count_slot(c, s);
    c->progress.pass = s->survey ? 1 : c->progress.passes;
    if (s->last && s->survey && !s->failed) {
        if (end_survey(c, s, err) != WS_OK)
            return WS_FATAL;
    } else if (s->last ? end_input(c, s, err) != WS_OK : note_position(c, s, err) != WS_OK) {
        return WS_FATAL;
    }
    tell_progress(c);
    return WS_OK;
}

enum ws_status ws_commit_close(struct ws_committer *c, bool orderly, struct ws_error *err)
{
    enum ws_status st = WS_OK;
    if (c->open && is_stream(c))
        count_input(c); /* it is out already */
    if (c->open && c->attempt && orderly && c->attempt->has_position)
        st = ws_attempt_save(c->attempts, c->attempt, true, err);
    ws_shards_release(&c->stream_shards); /* those of attempts are not the committer's */
    forget_hosts(c);
    ws_duplicates_free(c->duplicates);
    ws_stats_release(&c->stream_stats);
    return st;
}
