package io.anteroom.deployment;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code kubectl kustomize}, where kubectl is there; it asks no cluster. */
final class Kubectl {

  private static final Path RENDERED = Path.of("target/kustomize");

  private Kubectl() {}

  /** Skips the test where kubectl is not on the PATH. */
  static void assumeThere() {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kubectl"))),
        "skipped: kubectl is not on the PATH, the kustomizations were not rendered."
            + " Their documents were checked one by one (ManifestModelsTest)");
  }

  /** Renders a folder of the checkout. */
  static Manifests render(String folder) throws IOException, InterruptedException {
    Path place = Files.createDirectories(Checkout.path("").resolve(RENDERED));
    Path out = Files.createTempFile(place, "rendered", ".yaml");
    Path errors = Files.createTempFile(place, "errors", ".txt");
    Process kubectl =
        new ProcessBuilder("kubectl", "kustomize", Checkout.path(folder).toString())
            .redirectOutput(out.toFile())
            .redirectError(errors.toFile())
            .start();
    boolean ended = kubectl.waitFor(60, TimeUnit.SECONDS);
    kubectl.destroyForcibly();
    assertTrue(ended && kubectl.exitValue() == 0, Files.readString(errors));
    return Manifests.parse(Files.readString(out, StandardCharsets.UTF_8));
  }

  /** Renders a folder with components on it, as an overlay of somebody else's would. */
  static Manifests render(String folder, List<String> components)
      throws IOException, InterruptedException {
    Path place = Files.createDirectories(Checkout.path("").resolve(RENDERED));
    Path overlay = Files.createTempDirectory(place, "overlay");
    String list =
        components.stream()
            .map(name -> "  - ../../../" + name + "\n")
            .collect(Collectors.joining());
    Files.writeString(
        overlay.resolve("kustomization.yaml"),
        "resources:\n  - ../../../" + folder + "\ncomponents:\n" + list);
    return render(Checkout.path("").relativize(overlay).toString());
  }
}
