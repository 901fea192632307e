package io.anteroom.cli.task;

import io.anteroom.cli.service.Service;
import io.anteroom.client.json.JsonObject;
import io.anteroom.client.response.TaskPage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A list of tasks, read page by page as it is needed.
 *
 * @param filter the parameters of the query
 */
public record TaskPages(Service service, Map<String, String> filter) {

  private static final int LARGEST_PAGE = 100;

  /**
   * The tasks, newest first.
   *
   * @param limit how many at most; 0 for all
   */
  public Stream<JsonObject> stream(int limit) {
    int size = limit == 0 ? LARGEST_PAGE : Math.min(limit, LARGEST_PAGE);
    Stream<JsonObject> tasks =
        Stream.iterate(
                page(size, null),
                page -> page != null,
                page -> page.nextCursor().map(cursor -> page(size, cursor)).orElse(null))
            .flatMap(page -> page.json().objects("results").stream());
    return limit == 0 ? tasks : tasks.limit(limit);
  }

  private TaskPage page(int size, UUID after) {
    Map<String, String> parameters = new LinkedHashMap<>(filter);
    parameters.put("page_size", Integer.toString(size));
    if (after != null) {
      parameters.put("after", after.toString());
    }
    return new TaskPage(service.page("/tasks", parameters));
  }
}
