package io.anteroom.api.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ProblemTemplateTest {

  @Test
  void bracesInAValueStayAsTheyAre() {
    ProblemTemplate template = new ProblemTemplate("{path}: {detail}, {path}");
    assertEquals(
        "/tasks/{id}: a $1 \\ {path}, /tasks/{id}",
        template.with(Map.of("path", "/tasks/{id}", "detail", "a $1 \\ {path}")));
  }
}
