#include "pipeline/extract/model/model_sum.h"

/* Loops of WS_PANEL rounds over arrays of their own, without branches: compilers turn them into vector code
 * (the Makefile asks for it). */

static void ask(const struct ws_column *x, float border, uint8_t above[WS_PANEL])
{
    for (unsigned i = 0; i < WS_PANEL; i++)
        above[i] = x->of[i] > border ? UINT8_MAX : 0;
}

static void add_tree(const struct ws_model_tree *t, uint8_t (*above)[WS_PANEL], int32_t sum[WS_PANEL])
{
    uint8_t leaf[WS_PANEL] = {0};
    for (unsigned k = 0; k < WS_MODEL_DEPTH; k++) {
        const uint8_t *x = above[t->test[k]], bit = (uint8_t)(1u << k);
        for (unsigned i = 0; i < WS_PANEL; i++)
            leaf[i] = (uint8_t)(leaf[i] | (x[i] & bit));
    }
    for (unsigned i = 0; i < WS_PANEL; i++)
        sum[i] += (int16_t)(t->low[leaf[i]] | t->high[leaf[i]] << 8);
}

void ws_model_sum_plain(const struct ws_model *m, const struct ws_column *x, int32_t sum[WS_PANEL])
{
    uint8_t above[WS_MODEL_BORDERS][WS_PANEL];
    for (unsigned k = 0; k < m->n_borders; k++)
        ask(&x[m->borders[k].feature], m->borders[k].at, above[k]);
    ws_model_begin(m, sum);
    for (unsigned k = 0; k < m->n_trees; k++)
        add_tree(&m->trees[k], above, sum);
}
