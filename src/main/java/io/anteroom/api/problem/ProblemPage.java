package io.anteroom.api.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.net.URI;

/** The page of a type of problem, as JSON. */
@RegisterForReflection
record ProblemPage(
    URI type, String title, int status, String meaning, String remedy, Example example) {

  private static final URI EXAMPLE = URI.create("/index-and-wait");

  /**
   * A problem as a response could carry it; the request is one that many of them can come from.
   *
   * @param field the field, parameter or header that is wrong, or null
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Example(URI type, String title, int status, String detail, URI instance, String field) {}

  static ProblemPage of(ProblemType type) {
    ProblemText text = type.text();
    return new ProblemPage(
        type.uri(),
        text.title(),
        text.status(),
        text.meaning(),
        text.remedy(),
        new Example(
            type.uri(),
            text.title(),
            text.status(),
            text.detail(),
            EXAMPLE,
            text.field().orElse(null)));
  }
}
