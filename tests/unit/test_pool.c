/* Slots are committed in order whoever finishes first, and everybody comes home when the run
 * ends. */
#include "pipeline/run/pool.h"
#include "tests/tap.h"

#include <sched.h>
#include <stdatomic.h>

#define THREADS 4
#define SLOTS   6
#define JOBS    2000

struct crew {
    struct ws_pool pool;
    pthread_mutex_t lock;
    uint64_t next;         /* under lock */
    uint64_t committed;    /* by whoever commits */
    bool disorder;         /* likewise */
    atomic_int committing; /* must never be above 1 */
    uint64_t stop_at;      /* commit that ends the run */
};

/* Takes a while that differs from job to job. */
static void spend_time(uint64_t seq)
{
    for (uint64_t i = 0; i < seq * 7919 % 11; i++)
        sched_yield();
}

static void commit(struct crew *c, const struct ws_slot *s)
{
    if (atomic_fetch_add(&c->committing, 1) != 0 || s->seq != c->committed)
        c->disorder = true;
    c->committed++;
    atomic_fetch_sub(&c->committing, 1);
    if (c->committed == c->stop_at)
        ws_pool_stop(&c->pool);
}

static void *work(void *ctx)
{
    struct crew *c = ctx;
    struct ws_slot *s;
    while ((s = ws_pool_take(&c->pool)) != NULL) {
        pthread_mutex_lock(&c->lock);
        bool more = c->next < JOBS;
        if (more)
            s->seq = c->next++;
        pthread_mutex_unlock(&c->lock);
        if (!more) {
            ws_pool_give_back(&c->pool, s);
            break;
        }
        spend_time(s->seq);
        if (s->seq % 50 == 7) { /* one that cannot hold its output */
            if (!ws_pool_turn_wait(&c->pool, s))
                break;
            if (atomic_fetch_add(&c->committing, 1) != 0 || s->seq != c->committed)
                c->disorder = true;
            atomic_fetch_sub(&c->committing, 1);
            ws_pool_turn_pause(&c->pool);
        }
        for (s = ws_pool_done(&c->pool, s); s; s = ws_pool_committed(&c->pool, s))
            commit(c, s);
    }
    return NULL;
}

static void run_crew(struct crew *c, uint64_t stop_at)
{
    pthread_t threads[THREADS];
    int started = 0;
    *c = (struct crew){.stop_at = stop_at};
    pthread_mutex_init(&c->lock, NULL);
    OK(ws_pool_init(&c->pool, SLOTS, 1000, 1000), "a pool");
    while (started < THREADS && pthread_create(&threads[started], NULL, work, c) == 0)
        started++;
    for (int i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    IS_INT(started, THREADS, "all threads came home");
    ws_pool_release(&c->pool);
    pthread_mutex_destroy(&c->lock);
}

int main(void)
{
    struct crew c;
    run_crew(&c, UINT64_MAX);
    IS_INT(c.committed, JOBS, "every slot was committed");
    OK(!c.disorder, "in order, by one thread at a time");
    run_crew(&c, 100);
    IS_INT(c.committed, 100, "nothing is committed after the run was stopped");
    OK(!c.disorder, "and the order held until then");
    return tap_done();
}
