package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Only a build with {@code -Doidc} carries what the sign-in by an OpenID provider needs. */
class OperatorSignInBuildIT {

  /** The library, and what it brings for tokens. */
  private static final Pattern LIBRARY = Pattern.compile("oidc|smallrye-jwt|jose4j");

  private static final boolean IS_BUILT_IN =
      AnteroomProcess.class.getResource("/io/anteroom/api/session/oidc/SignInRoute.class") != null;

  @BeforeEach
  void onlyAJarCanBeLookedInto() {
    assumeFalse(AnteroomProcess.isNative(), "the native executable is made of the same classes");
  }

  @Test
  void theDefaultBuildHasNothingOfIt() throws IOException {
    assumeFalse(IS_BUILT_IN, "this build has it");
    assertEquals(List.of(), library());
  }

  @Test
  void aBuildForItHasTheLibrary() throws IOException {
    assumeTrue(
        IS_BUILT_IN,
        "the sign-in by an OpenID provider is not in this build, and was NOT TRIED:"
            + " ./mvnw verify -Doidc -DskipUnitTests -Dit.test='OperatorSignIn*IT'");
    assertFalse(library().isEmpty());
  }

  private static List<String> library() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(AnteroomProcess.artifact()).getParent())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".jar") && LIBRARY.matcher(name).find())
          .toList();
    }
  }
}
