package io.anteroom.sandbox.upstream.control;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.anteroom.sandbox.upstream.counters.CounterSnapshot;

/** The counters as JSON: what was counted, and the totals that follow from it. */
record CountersView(
    @JsonUnwrapped CounterSnapshot counted,
    int calls,
    int refused,
    int distinctTaskIds,
    int doubledTaskIds) {

  static CountersView of(CounterSnapshot snapshot) {
    return new CountersView(
        snapshot,
        snapshot.calls(),
        snapshot.refused(),
        snapshot.distinctTaskIds(),
        snapshot.doubledTaskIds());
  }
}
