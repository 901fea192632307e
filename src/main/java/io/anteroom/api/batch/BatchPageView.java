package io.anteroom.api.batch;

import io.anteroom.api.owner.OwnedView;
import io.anteroom.api.paging.Pagination;
import io.anteroom.task.list.BatchPage;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * Some batches, in the shape of all lists.
 *
 * @param results the batches, newest first; for operators each with its client
 */
@RegisterForReflection
record BatchPageView(List<Object> results, Pagination pagination) {

  static BatchPageView of(BatchPage page, boolean withClients, Pagination pagination) {
    List<Object> results =
        page.batches().stream()
            .<Object>map(
                owned -> withClients ? new OwnedView(owned.client(), owned.batch()) : owned.batch())
            .toList();
    return new BatchPageView(results, pagination);
  }
}
