package io.anteroom.sandbox.options;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.sandbox.upstream.settings.Modality;
import io.anteroom.sandbox.upstream.settings.SandboxEndpoint;
import io.anteroom.sandbox.upstream.settings.SandboxPlan;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import io.anteroom.sandbox.upstream.settings.StageTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SandboxOptionsTest {

  private final Properties properties = new Properties();

  @Test
  void withoutAnyTheSandboxIsOnThePlanPro() {
    SandboxOptions options = options();
    assertEquals(SandboxPlan.PRO, options.plan());
    assertEquals(SandboxSettings.defaults(), options.upstream());
    assertEquals(0, options.replicas());
    assertEquals(OptionalInt.empty(), options.port(SandboxOption.PORT));
  }

  @Test
  void theCommandLineWinsOverSystemProperties() {
    properties.setProperty("sandbox.plan", "enterprise");
    assertEquals("enterprise", options().planLabel());
    assertEquals("free", options("--plan", "free").planLabel());
    assertEquals("free", options("--plan=Free").planLabel());
  }

  @Test
  void aTaskTimeIsSpreadOverTheStages() {
    SandboxOptions options = options("--task-time", "2s", "--window", "10s");
    assertEquals(10_000, options.upstream().limits().windowMs());
    for (Modality modality : Modality.values()) {
      var stages = options.upstream().stagesOf(modality);
      assertEquals(StageTime.between(500, 500), stages.initializing());
      assertEquals(StageTime.between(500, 500), stages.uploading());
      assertEquals(StageTime.between(1_000, 1_000), stages.processing());
    }
  }

  @Test
  void faultsAndOtherSettingsAreMerged(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("a.json"), "{\"seed\": 7}");
    SandboxOptions options =
        options(
            "--faults",
            "index.text:server_error=0.25, index.text:late=0.5,*:forced_status=503",
            "--settings",
            file.toString());
    var faults = options.upstream().faultsOf(SandboxEndpoint.INDEX_TEXT);
    assertEquals(0.25, faults.serverError());
    assertEquals(0.5, faults.late());
    assertEquals(503, options.upstream().faultsOf(SandboxEndpoint.TASKS_GET).forcedStatus());
    assertEquals(7, options.upstream().seed());
    assertEquals(9, options("--settings", "{\"seed\": 9}").upstream().seed());
  }

  @Test
  void onlyAnUpstreamThatIsQuickAndWellIsWarmedUp() {
    assertTrue(options().warmUpTexts() > 1);
    assertEquals(1, options("--plan", "free").warmUpTexts());
    assertEquals(0, options("--task-time", "1m").warmUpTexts());
    assertEquals(0, options("--faults", "*:late=1").warmUpTexts());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--plan|gold|--plan must be one of free, pro, enterprise, not 'gold'",
        "--window|10|--window must be a time such as 500ms, 10s or 2m, not '10'",
        "--task-time|0s|--task-time must be from 1ms to 24h, not '0s'",
        "--replicas|9|--replicas must be a number from 0 to 8, not '9'",
        "--port|70000|--port must be a number from 0 to 65535, not '70000'",
        "--callback-port|x|--callback-port must be a number from 0 to 65535, not 'x'",
        "--faults|late|--faults must be like index.text:server_error=0.5, not 'late'",
        "--faults|index.txt:late=1|--faults: faults names an unknown endpoint: index.txt",
        "--faults|*:late=2|--faults: a fault's probability, and the sum of them must be from 0 to 1, not 2.0",
        "--faults|*:late=often|--faults: wrong settings: faults.*.late has a wrong value",
        "--settings|/no/such/file|--settings must be a file that exists, not '/no/such/file'",
        "--settings|{\"sed\": 1}|--settings: wrong settings: there is no sed; there are [content, faults, forbidden_keys, keys, latency, limits, port, seed, stages, visibility]",
        "--replica-jar|/no.jar|--replica-jar must be a file that exists, not '/no.jar'",
      })
  void aWrongValueIsOneLineThatNamesIt(String flag, String value, String line) {
    assertEquals(line, refused(flag, value));
  }

  @Test
  void anUnknownOptionIsNamedBesideThoseThatExist() {
    String known = "--plan, --window, --task-time, --faults, ";
    assertTrue(refused("--plam", "free").startsWith("--plam is no option; there are " + known));
    properties.setProperty("sandbox.plam", "free");
    String line = refused();
    assertTrue(line.startsWith("-Dsandbox.plam is no option; there are " + known), line);
  }

  @Test
  void aFlagNeedsAValue() {
    assertEquals("--plan needs a value", refused("--plan"));
  }

  @Test
  void whatTheSandboxSetsItselfIsNoOption() {
    properties.setProperty("sandbox.started", "true");
    assertEquals(SandboxPlan.PRO, options().plan());
  }

  @Test
  void helpNamesEachOption() {
    for (SandboxOption option : SandboxOption.values()) {
      assertTrue(SandboxOption.help().contains(option.flag() + " "), option.flag());
    }
    assertFalse(SandboxOption.help().contains("null"));
  }

  private SandboxOptions options(String... args) {
    return SandboxOptions.of(args, properties);
  }

  private String refused(String... args) {
    return assertThrows(WrongOptionException.class, () -> options(args)).getMessage();
  }
}
