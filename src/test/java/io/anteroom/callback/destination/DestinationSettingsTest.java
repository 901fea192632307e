package io.anteroom.callback.destination;

import static io.anteroom.callback.destination.DestinationFixture.PUBLIC;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.anteroom.TestSettings;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each setting of the destinations opens and closes. */
class DestinationSettingsTest {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String PASSES = "passes";

  @ParameterizedTest(name = "{0}={1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          allow-http     | true  | http://good.example/      | passes
          allow-http     | true  | https://good.example/     | passes
          allow-http     | true  | ftp://good.example/       | The URL must be http or https.
          allow-http     | true  | http://127.0.0.1/         | The host leads to a loopback address.
          allow-http     | false | http://good.example/      | The URL must be https.
          allow-loopback | true  | https://127.0.0.1:8443/   | passes
          allow-loopback | true  | https://[::1]/            | passes
          allow-loopback | true  | https://[::ffff:7f00:1]/  | passes
          allow-loopback | true  | https://localhost/        | passes
          allow-loopback | true  | https://a.localhost/      | passes
          allow-loopback | true  | https://127.1/            | An IPv4 address must be written as four decimal numbers.
          allow-loopback | true  | https://10.0.0.1/         | The host leads to a private address.
          allow-loopback | true  | https://0.0.0.0/          | The host leads to an unspecified address.
          allow-private  | true  | https://10.0.0.1/         | passes
          allow-private  | true  | https://172.16.0.1/       | passes
          allow-private  | true  | https://192.168.0.1/      | passes
          allow-private  | true  | https://100.64.0.1/       | passes
          allow-private  | true  | https://[fd12::1]/        | passes
          allow-private  | true  | https://[fec0::1]/        | passes
          allow-private  | true  | https://[64:ff9b::a00:1]/ | passes
          allow-private  | true  | https://127.0.0.1/        | The host leads to a loopback address.
          allow-private  | true  | https://169.254.169.254/  | The host leads to the metadata service of a cloud.
          allow-private  | true  | https://100.100.100.200/  | The host leads to the metadata service of a cloud.
          allow-private  | true  | https://[fd00:ec2::254]/  | The host leads to the metadata service of a cloud.
          allow-private  | true  | https://169.254.0.1/      | The host leads to a link-local address.
          allow-private  | true  | https://[fe80::1]/        | The host leads to a link-local address.
          allow-private  | true  | https://[64:ff9b:1::a00:1]/ | The host leads to a reserved address.
          deny-hosts     | good.example, other.example   | https://good.example/     | The host is denied.
          deny-hosts     | good.example | https://a.b.good.example/ | The host is denied.
          deny-hosts     | Good.Example | https://gOOd.example/     | The host is denied.
          deny-hosts     | bücher.example | https://xn--bcher-kva.example/ | The host is denied.
          deny-hosts     | good.example | https://notgood.example/  | passes
          deny-hosts     | good.example | https://good.example.com/ | passes
          allow-hosts    | good.example | https://good.example/     | passes
          allow-hosts    | .good.example | https://hooks.good.example/ | passes
          allow-hosts    | good.example | https://notgood.example/  | The host is not among those that are allowed.
          allow-hosts    | good.example | https://example/          | The host is not among those that are allowed.
          allow-hosts    | good.example | https://93.184.215.14/    | The host is not among those that are allowed.
          deny-networks  | 93.184.0.0/16 | https://93.184.215.14/   | The host has an address in a denied network.
          deny-networks  | 93.184.215.14 | https://good.example/    | The host has an address in a denied network.
          deny-networks  | 93.184.0.0/16 | https://[64:ff9b::93.184.215.14]/ | The host has an address in a denied network.
          deny-networks  | 64:ff9b::/96 | https://[64:ff9b::93.184.215.14]/ | The host has an address in a denied network.
          deny-networks  | 2606::/16    | https://[2606:2800::1]/    | The host has an address in a denied network.
          deny-networks  | 2606::/16    | https://good.example/      | passes
          deny-networks  | 93.184.215.15/32,93.184.215.12/31 | https://good.example/ | passes
          allow-networks | 93.184.208.0/20,2606::/16 | https://good.example/ | passes
          allow-networks | 93.184.208.0/20 | https://93.184.223.255/ | passes
          allow-networks | 93.184.208.0/20 | https://93.184.224.0/   | The host has an address outside of the allowed networks.
          allow-networks | 2606::/16    | https://good.example/      | The host has an address outside of the allowed networks.
          allow-networks | 10.0.0.0/8   | https://10.0.0.1/          | The host leads to a private address.
          """)
  void eachSettingOpensAndClosesDestinations(
      String setting, String value, String url, String expected) {
    DestinationPolicy destinationPolicy =
        DestinationFixture.of(
            host ->
                DestinationFixture.everyName(host.endsWith("localhost") ? "127.0.0.1" : PUBLIC)
                    .addressesOf(host),
            setting,
            value);
    String seen =
        destinationPolicy
            .admit(url)
            .replaceWith(PASSES)
            .onFailure(DestinationRefusedException.class)
            .recoverWithItem(Throwable::getMessage)
            .await()
            .atMost(SOON);
    assertEquals(expected, seen);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          allow-networks | 10.0.0.0/33    | 10.0.0.0/33 must end with /0 to /32
          allow-networks | 10.0.0.0/      | 10.0.0.0/ must end with /0 to /32
          allow-networks | 10.0.0.1/8     | 10.0.0.1/8 has bits set after its prefix
          deny-networks  | ::/129         | ::/129 must end with /0 to /128
          deny-networks  | fe80::1/10     | fe80::1/10 has bits set after its prefix
          deny-networks  | 10.0.0.0/8,ten | ten is no address
          deny-networks  | 10/8           | 10 is no address
          deny-networks  | good.example   | good.example is no address
          allow-hosts    | https://x.y    | must be names of hosts, has https://x.y
          allow-hosts    | good_.example  | must be names of hosts, has good_.example
          deny-hosts     | 10.0.0.1       | must be names of hosts, has 10.0.0.1
          deny-hosts     | x.y,[::1]      | must be names of hosts, has [::1]
          deny-hosts     | faß.de         | must be names of hosts, has faß.de: The host has the character ß, which is read as another name by older rules than by newer ones: write the host in its ASCII form (xn--…).
          """)
  void aWrongListStopsTheStartWithOneLine(String setting, String value, String line) {
    String key = "anteroom.callbacks." + setting;
    DestinationSettings settings = TestSettings.of(DestinationSettings.class, key, value);
    ConfigurationException failure =
        assertThrows(
            ConfigurationException.class,
            () -> {
              new HostPolicy(settings);
              new AddressPolicy(settings);
            });
    assertEquals(key + ": " + line, failure.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "allow-private, true, allow-http, true, true",
    "allow-private, true, allow-networks, 10.0.0.0/8, false",
    "allow-private, true, allow-hosts, good.example, false",
    "allow-private, false, allow-http, true, false",
  })
  void allowingAllPrivateAddressesLogsAWarning(
      String one, String its, String other, String others, boolean warns) {
    DestinationSettings settings =
        TestSettings.of(
            DestinationSettings.class,
            "anteroom.callbacks." + one,
            its,
            "anteroom.callbacks." + other,
            others);
    assertEquals(warns, AddressPolicy.warning(settings).isPresent());
  }
}
