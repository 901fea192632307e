package io.anteroom.cli.doctor;

import io.anteroom.cli.ExitCode;
import io.anteroom.cli.option.UsageException;
import io.anteroom.cli.output.Column;
import io.anteroom.cli.output.Format;
import io.anteroom.cli.output.Output;
import io.anteroom.cli.service.Session;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Checks a deployment from outside. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Check a deployment from here: whether it is reached, whether it is Anteroom, versions,"
          + " clocks, both keys, replicas, and what health tells.",
      "It does not connect to PostgreSQL or Redis. A pooler in transaction mode stops the start of"
          + " Anteroom, whose log says so: from here nobody listens then. One in session mode is"
          + " not seen, and does no harm.",
      "Exit code 0: nothing failed. 1: something did. 4: a key is refused."
    })
public final class DoctorCommand implements Callable<Integer> {

  private static final List<Column> COLUMNS =
      List.of(Column.field("CHECK", "check"), Column.field("VERDICT", "verdict"));

  private final Session session;

  @Option(
      names = "--management",
      paramLabel = "URL",
      description =
          "Where /q/health is, such as http://10.0.0.7:9000. Without it ANTEROOM_MANAGEMENT_URL, or"
              + " the profile.")
  String management;

  /** For a run. */
  public DoctorCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Probe probe = new Probe(session.options().callTimeout(), session.console().clock());
    Examination examination = new Examination(session, probe, management());
    Output output = session.output();
    int[] code = {ExitCode.DONE};
    Stream<Finding> findings =
        examination.findings().peek(found -> code[0] = ExitCode.worst(code[0], found.code()));
    if (output.format() == Format.TABLE) {
      findings.forEach(found -> output.event(found.line(), found.json()));
    } else {
      output.list(COLUMNS, findings.map(Finding::json));
    }
    return code[0];
  }

  private Optional<URI> management() {
    Optional<String> given =
        management == null ? session.settings().managementUrl() : Optional.of(management);
    try {
      return given.map(URI::create);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--management takes a URL such as http://10.0.0.7:9000.");
    }
  }
}
