package io.anteroom.cli.option;

import io.anteroom.client.json.JsonObject;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import picocli.CommandLine.Option;

/** Which tasks. All conditions must hold. */
public final class TaskFilterOptions {

  @Option(
      names = "--client",
      split = ",",
      paramLabel = "NAME",
      description = "For operators: only tasks of these clients.")
  List<String> clients = List.of();

  @Option(
      names = "--status",
      split = ",",
      paramLabel = "STATUS",
      description = "INITIALIZING, DOWNLOADING, UPLOADING, PROCESSING, DONE, FAILED or CANCELLED.")
  List<String> statuses = List.of();

  @Option(
      names = "--phase",
      split = ",",
      paramLabel = "PHASE",
      description = "queued, submitting, in_doubt, running, cancelling or ended.")
  List<String> phases = List.of();

  @Option(names = "--kind", split = ",", paramLabel = "KIND", description = "url, text or upload.")
  List<String> kinds = List.of();

  @Option(
      names = {"-c", "--collection"},
      paramLabel = "ID",
      description = "Only tasks of this collection.")
  String collection;

  @Option(
      names = "--reference",
      paramLabel = "NAME",
      description = "Only tasks that were given this reference.")
  String reference;

  @Option(names = "--batch", paramLabel = "ID", description = "Only tasks of this batch.")
  UUID batch;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description =
          "Only tasks accepted since then: a time (2024-12-01T10:00:00Z), or how long ago (2h).")
  String since;

  @Option(
      names = "--before",
      paramLabel = "TIME",
      description = "Only tasks accepted before: a time, or how long ago.")
  String before;

  @Option(names = "--doubled", description = "Only tasks of which a duplicate asset was found.")
  boolean doubled;

  @Option(names = "--undelivered", description = "Only tasks whose callback was given up.")
  boolean undelivered;

  @Option(
      names = "--undelivered-since",
      paramLabel = "TIME",
      description = "Only tasks whose callback was given up since then: a time, or how long ago.")
  String undeliveredSince;

  /** The parameters of {@code GET /tasks}, by their names. */
  public Map<String, String> parameters(Clock clock) {
    Map<String, String> parameters = new LinkedHashMap<>();
    fields(clock).fields().forEach((name, value) -> parameters.put(name, parameter(value)));
    return parameters;
  }

  /** The filter of a bulk action; without fields if nothing was given. */
  public JsonObject fields(Clock clock) {
    Map<String, Object> fields = new LinkedHashMap<>();
    put(fields, "client", clients);
    put(
        fields,
        "status",
        statuses.stream().map(status -> status.toUpperCase(Locale.ROOT)).toList());
    put(fields, "phase", phases);
    put(fields, "kind", kinds);
    put(fields, "collection_id", collection);
    put(fields, "reference", reference);
    put(fields, "batch", batch == null ? null : batch.toString());
    put(fields, "created_after", Moment.of("--since", since, clock));
    put(fields, "created_before", Moment.of("--before", before, clock));
    put(fields, "doubled", doubled ? Boolean.TRUE : null);
    put(fields, "undelivered", undelivered ? Boolean.TRUE : null);
    put(fields, "undelivered_since", Moment.of("--undelivered-since", undeliveredSince, clock));
    return new JsonObject(fields);
  }

  private static void put(Map<String, Object> fields, String name, Object value) {
    if (value != null && !List.of().equals(value)) {
      fields.put(name, value);
    }
  }

  private static String parameter(Object value) {
    if (value instanceof List<?> values) {
      return String.join(",", values.stream().map(Object::toString).toList());
    }
    return value.toString();
  }
}
