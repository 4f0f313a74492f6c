#include "pipeline/run/pool.h"

#include <stdlib.h>

/* Damage kept of one batch, for messages: far more than a batch can hold unless it is made of
 * damage. */
#define SLOT_DAMAGE_MAX 10000

bool ws_pool_init(struct ws_pool *p, size_t n_slots, size_t max_out_bytes,
                  size_t max_note_bytes)
{
    *p = (struct ws_pool){.n_slots = n_slots};
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->changed, NULL);
    p->slots = calloc(n_slots, sizeof *p->slots);
    p->ring = calloc(n_slots, sizeof *p->ring);
    if (!p->slots || !p->ring) {
        ws_pool_release(p);
        return false;
    }
    for (size_t i = n_slots; i-- > 0;) {
        struct ws_slot *s = &p->slots[i];
        ws_buf_init(&s->notes, max_note_bytes);
        ws_chunks_init(&s->out, max_out_bytes);
        ws_chunks_init(&s->rejects, max_out_bytes);
        ws_buf_init(&s->signatures, max_out_bytes);
        ws_buf_init(&s->lines, max_out_bytes);
        ws_buf_init(&s->documents, max_out_bytes);
        ws_stats_init(&s->stats, SLOT_DAMAGE_MAX);
        s->next_free = p->free;
        p->free = s;
    }
    return true;
}

void ws_pool_release(struct ws_pool *p)
{
    for (size_t i = 0; p->slots && i < p->n_slots; i++) {
        ws_buf_release(&p->slots[i].notes);
        ws_chunks_release(&p->slots[i].out);
        ws_chunks_release(&p->slots[i].rejects);
        ws_buf_release(&p->slots[i].signatures);
        ws_buf_release(&p->slots[i].lines);
        ws_buf_release(&p->slots[i].documents);
        ws_stats_release(&p->slots[i].stats);
    }
    free(p->slots);
    free(p->ring);
    pthread_cond_destroy(&p->changed);
    pthread_mutex_destroy(&p->lock);
    p->slots = NULL;
    p->ring = NULL;
}

struct ws_slot *ws_pool_take(struct ws_pool *p)
{
    pthread_mutex_lock(&p->lock);
    while (!p->free && !p->stopped)
        pthread_cond_wait(&p->changed, &p->lock);
    struct ws_slot *s = p->stopped ? NULL : p->free;
    if (s)
        p->free = s->next_free;
    pthread_mutex_unlock(&p->lock);
    return s;
}

/* Under lock. */
static void make_free(struct ws_pool *p, struct ws_slot *s)
{
    s->next_free = p->free;
    p->free = s;
    pthread_cond_broadcast(&p->changed);
}

void ws_pool_give_back(struct ws_pool *p, struct ws_slot *s)
{
    pthread_mutex_lock(&p->lock);
    make_free(p, s);
    pthread_mutex_unlock(&p->lock);
}

/* Under lock. The finished slot whose turn it is, for the caller to commit; NULL when there is
 * none or when somebody is at it. */
static struct ws_slot *claim_turn(struct ws_pool *p)
{
    struct ws_slot **place = &p->ring[p->turn % p->n_slots];
    if (p->stopped || p->committing || !*place)
        return NULL;
    struct ws_slot *s = *place;
    *place = NULL;
    p->committing = true;
    return s;
}

struct ws_slot *ws_pool_done(struct ws_pool *p, struct ws_slot *s)
{
    pthread_mutex_lock(&p->lock);
    p->ring[s->seq % p->n_slots] = s;
    struct ws_slot *mine = claim_turn(p);
    pthread_mutex_unlock(&p->lock);
    return mine;
}

struct ws_slot *ws_pool_committed(struct ws_pool *p, struct ws_slot *s)
{
    pthread_mutex_lock(&p->lock);
    p->turn++;
    p->committing = false;
    make_free(p, s);
    struct ws_slot *next = claim_turn(p);
    pthread_mutex_unlock(&p->lock);
    return next;
}

bool ws_pool_turn_wait(struct ws_pool *p, struct ws_slot *s)
{
    pthread_mutex_lock(&p->lock);
    while (!p->stopped && (p->turn != s->seq || p->committing))
        pthread_cond_wait(&p->changed, &p->lock);
    bool mine = !p->stopped;
    p->committing = p->committing || mine;
    pthread_mutex_unlock(&p->lock);
    return mine;
}

void ws_pool_turn_pause(struct ws_pool *p)
{
    pthread_mutex_lock(&p->lock);
    p->committing = false; /* nobody waits for this: the turn is still this slot's */
    pthread_mutex_unlock(&p->lock);
}

bool ws_pool_wait_committed(struct ws_pool *p, uint64_t seq)
{
    pthread_mutex_lock(&p->lock);
    while (!p->stopped && p->turn <= seq)
        pthread_cond_wait(&p->changed, &p->lock);
    bool go_on = !p->stopped;
    pthread_mutex_unlock(&p->lock);
    return go_on;
}

void ws_pool_stop(struct ws_pool *p)
{
    pthread_mutex_lock(&p->lock);
    p->stopped = true;
    pthread_cond_broadcast(&p->changed);
    pthread_mutex_unlock(&p->lock);
}
