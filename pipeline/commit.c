#include "pipeline/commit.h"

/* Damage listed in a stats file; all of it is counted. */
#define LISTED_DAMAGE 100

void ws_commit_init(struct ws_committer *c, const struct ws_job *job,
                    struct ws_sift_summary *summary)
{
    *c = (struct ws_committer){.job = job, .summary = summary};
    c->progress.bytes_total = ws_inputs_bytes(&job->inputs);
    ws_stats_init(&c->stats, LISTED_DAMAGE);
}

static bool is_stream(const struct ws_committer *c)
{
    return c->job->place.dir_fd < 0;
}

static void begin_input(struct ws_committer *c, const struct ws_input *input)
{
    ws_shards_init(&c->shards, &c->job->place, input->name);
    ws_stats_clear(&c->stats);
    c->input_bytes = 0;
    c->open = true;
}

enum ws_status ws_commit_chunks(struct ws_committer *c, struct ws_slot *s, struct ws_error *err)
{
    if (!c->open)
        begin_input(c, &c->job->inputs.list[s->input]);
    for (size_t i = 0; i < s->out.n; i++)
        if (ws_shards_append(&c->shards, &s->out, i, err) != WS_OK)
            return WS_FATAL;
    ws_chunks_clear(&s->out);
    return WS_OK;
}

static void tell_damage(const struct ws_committer *c, const struct ws_slot *s)
{
    const struct ws_sift_observer *o = &c->job->options->observer;
    for (size_t i = 0; o->damage && i < s->stats.n_damage; i++)
        o->damage(o->ctx, c->job->inputs.list[s->input].path, &s->stats.damage[i]);
}

static void count_slot(struct ws_committer *c, const struct ws_slot *s)
{
    ws_stats_add(&c->stats, &s->stats);
    c->progress.records += ws_counts_records(&s->stats.counts);
    c->progress.articles += s->stats.counts.outcomes[WS_OUT_ARTICLE];
    if (s->batch.input_end > c->input_bytes)
        c->input_bytes = s->batch.input_end;
}

/* The last shard, then the stats file, which vouches for all of them. */
static enum ws_status finish_input(struct ws_committer *c, const struct ws_input *input,
                                   struct ws_error *err)
{
    struct ws_stats_about about = {
        .path = input->path,
        .is_file = input->is_file,
        .size = input->size,
        .mtime = input->mtime,
        .bytes_in = c->input_bytes,
        .options = c->job->options,
        .shards = &c->shards,
    };
    enum ws_status st = ws_shards_finish(&c->shards, err);
    return st == WS_OK && !is_stream(c) ? ws_stats_write(&c->stats, &about, err) : st;
}

/* Adds the input to the summary. */
static void count_input(struct ws_committer *c)
{
    struct ws_sift_summary *sum = c->summary;
    ws_counts_add(&sum->counts, &c->stats.counts);
    sum->bytes_in += c->input_bytes;
    sum->shards += is_stream(c) ? 0 : c->shards.n;
    for (size_t i = 0; i < c->shards.n; i++) {
        sum->bytes_out += c->shards.list[i].bytes;
        sum->bytes_out_plain += c->shards.list[i].plain_bytes;
    }
}

static void leave_input(struct ws_committer *c, const struct ws_input *input)
{
    ws_shards_release(&c->shards);
    c->bytes_before += input->is_file ? input->size : c->input_bytes;
    c->input_bytes = 0;
    c->open = false;
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
    c->summary->inputs_done += !s->failed;
    c->summary->inputs_failed += s->failed;
    if (!s->failed || is_stream(c))
        count_input(c);
    leave_input(c, input);
    return WS_OK;
}

enum ws_status ws_commit_slot(struct ws_committer *c, struct ws_slot *s, struct ws_error *err)
{
    const struct ws_sift_observer *o = &c->job->options->observer;
    if (ws_commit_chunks(c, s, err) != WS_OK)
        return WS_FATAL;
    tell_damage(c, s);
    count_slot(c, s);
    if (s->last && end_input(c, s, err) != WS_OK)
        return WS_FATAL;
    c->progress.bytes_in = c->bytes_before + c->input_bytes;
    if (o->progress)
        o->progress(o->ctx, &c->progress);
    return WS_OK;
}

void ws_commit_close(struct ws_committer *c)
{
    if (c->open && is_stream(c))
        count_input(c); /* it is out already */
    if (c->open)
        ws_shards_release(&c->shards);
    ws_stats_release(&c->stats);
}
