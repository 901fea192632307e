package io.anteroom.api.batch;

import io.anteroom.accept.TaskOptions;
import io.anteroom.account.Client;
import io.anteroom.api.batch.BatchRequest.Item;
import io.anteroom.api.index.CallbackOption;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who is told of the ends of a batch's items: each URL is checked once. Thread-safe. */
@Singleton
class BatchCallbacks {

  /** A URL that may be told, or the problem with it; both null where nobody is told. */
  private record Checked(String url, HttpProblem problem) {}

  private final CallbackOption wish;

  BatchCallbacks(CallbackOption wish) {
    this.wish = wish;
  }

  /**
   * The request once its URLs are checked: items whose URL is refused are among the refused. Fails
   * where the batch's own is. Where the batch tells of its end, an item without a URL of its own
   * tells nobody; otherwise as with any task, whom the client's configuration names.
   */
  Uni<BatchRequest> admitted(Client client, BatchRequest request) {
    return own(client, request)
        .chain(own -> ofItems(client, request).map(checked -> with(request, own, checked)));
  }

  private Uni<String> own(Client client, BatchRequest request) {
    return request.callbackUrl() == null
        ? Uni.createFrom().nullItem()
        : wish.admitted(client, TaskOptions.NONE.withCallbackUrl(request.callbackUrl()))
            .map(TaskOptions::callbackUrl);
  }

  /** Null stands for no URL of its own. */
  private Uni<Map<String, Checked>> ofItems(Client client, BatchRequest request) {
    List<String> urls =
        request.items().stream()
            .map(item -> item.request().options().callbackUrl())
            .filter(url -> url != null || request.callbackUrl() == null)
            .distinct()
            .toList();
    Map<String, Checked> checked = new HashMap<>();
    return urls.isEmpty()
        ? Uni.createFrom().item(checked)
        : Uni.join()
            .all(urls.stream().map(url -> check(client, url)).toList())
            .andFailFast()
            .map(
                all -> {
                  for (int i = 0; i < all.size(); i++) {
                    checked.put(urls.get(i), all.get(i));
                  }
                  return checked;
                });
  }

  private Uni<Checked> check(Client client, String url) {
    return wish.admitted(client, TaskOptions.NONE.withCallbackUrl(url))
        .map(options -> new Checked(options.callbackUrl(), null))
        .onFailure(CallbackOption::isRefusal)
        .recoverWithItem(refusal -> new Checked(null, CallbackOption.problem(refusal)));
  }

  private static BatchRequest with(BatchRequest request, String own, Map<String, Checked> checked) {
    List<Item> items = new ArrayList<>();
    List<RefusedItem> refused = new ArrayList<>(request.refused());
    for (Item item : request.items()) {
      Checked url =
          checked.getOrDefault(item.request().options().callbackUrl(), new Checked(null, null));
      if (url.problem() == null) {
        items.add(item.toldTo(url.url()));
      } else {
        refused.add(RefusedItem.of(item.index(), url.problem()));
      }
    }
    refused.sort((a, b) -> Integer.compare(a.index(), b.index()));
    return new BatchRequest(request.reference(), own, items, refused);
  }
}
