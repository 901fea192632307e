package io.anteroom.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The types of problems that a response of the document can have. They stand at the end of its
 * description: a schema of its own for each response would be a class of its own in every generated
 * client.
 */
final class ProblemTypes {

  private static final Pattern LIST =
      Pattern.compile("Types: (`[a-z-]+`(?:,\\s`[a-z-]+`)*)\\.\\s*$");
  private static final Pattern TYPE = Pattern.compile("`([a-z-]+)`");

  private ProblemTypes() {}

  static boolean isProblem(String mediaType) {
    return mediaType.equals("application/problem+json");
  }

  /** The last parts of their addresses; empty where the description lists none. */
  static Set<String> of(JsonNode response) {
    Matcher list = LIST.matcher(response.path("description").asText());
    return list.find()
        ? TYPE.matcher(list.group(1))
            .results()
            .map(type -> type.group(1))
            .collect(Collectors.toCollection(TreeSet::new))
        : Set.of();
  }

  /** What is wrong with the type of a problem. */
  static List<String> violations(JsonNode response, JsonNode problem) {
    String type = problem.path("type").asText();
    return of(response).contains(type.substring(type.lastIndexOf('/') + 1))
        ? List.of()
        : List.of("the type " + type + " is not documented for this response");
  }
}
