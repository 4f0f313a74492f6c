#include "pipeline/extract/model_sum.h"

/* Loops of WS_PANEL rounds over arrays of their own, without branches: compilers turn them into vector code
 * (the Makefile asks for it). */

/* Borders are few, so counting those below a value beats searching. */
static void quantise(const struct ws_column *x, const float *border, unsigned borders, int8_t byte[WS_PANEL])
{
    int32_t left[WS_PANEL];
    for (unsigned i = 0; i < WS_PANEL; i++)
        left[i] = INT8_MAX;
    for (unsigned k = 0; k < borders; k++)
        for (unsigned i = 0; i < WS_PANEL; i++)
            left[i] -= x->of[i] > border[k];
    for (unsigned i = 0; i < WS_PANEL; i++)
        byte[i] = (int8_t)left[i];
}

static void add_tree(const struct ws_model_tree *t, int8_t (*byte)[WS_PANEL], int32_t sum[WS_PANEL])
{
    uint8_t leaf[WS_PANEL] = {0};
    for (unsigned k = 0; k < WS_MODEL_DEPTH; k++) {
        const int8_t *x = byte[t->column[k]], limit = t->limit[k];
        const uint8_t bit = (uint8_t)(1u << k);
        for (unsigned i = 0; i < WS_PANEL; i++)
            leaf[i] = (uint8_t)(leaf[i] | (x[i] < limit ? bit : 0));
    }
    for (unsigned i = 0; i < WS_PANEL; i++)
        sum[i] += (int16_t)(t->low[leaf[i]] | t->high[leaf[i]] << 8);
}

void ws_model_sum_plain(const struct ws_model *m, const struct ws_column *x, int32_t sum[WS_PANEL])
{
    int8_t byte[WS_MODEL_COLUMNS][WS_PANEL];
    for (unsigned c = 0; c < m->n_columns; c++) {
        const struct ws_model_column *column = &m->columns[c];
        quantise(&x[column->feature], m->borders + column->first, column->n, byte[c]);
    }
    for (unsigned i = 0; i < WS_PANEL; i++)
        sum[i] = m->bias;
    for (unsigned k = 0; k < m->n_trees; k++)
        add_tree(&m->trees[k], byte, sum);
}
