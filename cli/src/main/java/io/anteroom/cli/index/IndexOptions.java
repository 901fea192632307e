package io.anteroom.cli.index;

import io.anteroom.cli.option.UsageException;
import io.anteroom.client.json.JsonException;
import io.anteroom.client.json.JsonObject;
import io.anteroom.client.request.IndexRequest;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.Option;

/** How something is indexed. */
final class IndexOptions {

  @Option(
      names = {"-c", "--collection"},
      required = true,
      paramLabel = "ID",
      description = "The collection that it goes to.")
  String collection;

  @Option(
      names = "--metadata",
      paramLabel = "JSON",
      description = "A JSON object that the upstream stores with it.")
  String metadata;

  @Option(
      names = "--reference",
      paramLabel = "NAME",
      description = "Your name for the task. Lists can be filtered by it.")
  String reference;

  @Option(
      names = "--priority",
      paramLabel = "N",
      description = "-100 to 100: which of your own tasks goes first. Default: 0.")
  Integer priority;

  @Option(
      names = "--deadline",
      paramLabel = "TIME",
      description = "A task that has not ended by then ends as FAILED.")
  Duration deadline;

  @Option(names = "--callback-url", paramLabel = "URL", description = "Who is told of the end.")
  URI callbackUrl;

  @Option(
      names = "--field",
      paramLabel = "NAME=VALUE",
      description = "Any other field. The value is JSON, or a text if it is none.")
  Map<String, String> fields = Map.of();

  @Option(
      names = "--name",
      paramLabel = "FILE",
      description = "With -: standard input is a file of this name, and no text.")
  String name;

  String name() {
    return name;
  }

  /** The request with these options. */
  IndexRequest apply(Source source) {
    IndexRequest request = source.request(collection);
    if (metadata != null) {
      request = request.metadata(object("--metadata", metadata).fields());
    }
    if (reference != null) {
      request = request.reference(reference);
    }
    if (priority != null) {
      request = request.priority(priority);
    }
    if (deadline != null) {
      request = request.deadline(deadline);
    }
    if (callbackUrl != null) {
      request = request.callbackUrl(callbackUrl);
    }
    for (Map.Entry<String, String> field : fields.entrySet()) {
      request = request.field(field.getKey(), value(field.getValue()));
    }
    return request;
  }

  private static JsonObject object(String option, String text) {
    try {
      return JsonObject.parse(text);
    } catch (JsonException e) {
      throw new UsageException(option + " takes a JSON object. " + e.getMessage());
    }
  }

  /** What continues the object around it, as {@code 1,"a":2} does, is no value. */
  private static Object value(String text) {
    try {
      Map<String, Object> fields = JsonObject.parse("{\"value\":" + text + "}").fields();
      return fields.size() == 1 ? fields.get("value") : text;
    } catch (JsonException e) {
      return text;
    }
  }
}
