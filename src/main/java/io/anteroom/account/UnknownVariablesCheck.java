package io.anteroom.account;

import io.anteroom.async.CheckedAtStart;
import io.anteroom.async.SettingFaults;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Stops the start at a variable of a client, an account or an operator that nothing has read: a
 * variable cannot say whether {@code MY_SHOP} is {@code my-shop} or {@code my_shop}, and a
 * restriction that is not read restricts nobody. Stateless.
 */
@Singleton
public class UnknownVariablesCheck implements CheckedAtStart {

  private static final String CLIENTS = "ANTEROOM_CLIENTS_";
  private static final String ACCOUNTS = "ANTEROOM_ACCOUNTS_";
  private static final String OPERATORS = "ANTEROOM_OPERATORS_";

  /**
   * Checks the variables of the process.
   *
   * @throws ConfigurationException in one line that names the variable
   */
  @Inject
  public UnknownVariablesCheck(AccountSettings settings, OperatorSettings operators) {
    this(settings, operators, System.getenv().keySet());
  }

  UnknownVariablesCheck(
      AccountSettings settings, OperatorSettings operators, Set<String> variables) {
    SettingFaults faults = new SettingFaults();
    faults.checkEach(
        new TreeSet<>(variables),
        variable -> {
          demandRead(variable, CLIENTS, settings.clients().keySet());
          demandRead(variable, ACCOUNTS, settings.accounts().keySet());
          demandRead(variable, OPERATORS, operators.operators().keySet());
        });
    faults.stopIfAny();
  }

  private static void demandRead(String variable, String prefix, Collection<String> names) {
    if (variable.startsWith(prefix)
        && names.stream().noneMatch(name -> variable.startsWith(prefix + written(name) + "_"))) {
      throw new ConfigurationException(
          variable
              + ": is of nobody; only a name of lower-case letters and digits can be set by"
              + " variables, others in config/application.properties");
    }
  }

  /** As a variable has it (MicroProfile Config 3.1, "Environment Variables Mapping Rules"). */
  private static String written(String name) {
    return name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }
}
