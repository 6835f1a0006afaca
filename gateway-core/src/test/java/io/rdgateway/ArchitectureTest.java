/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The invariants of ARCHITECTURE.md. */
class ArchitectureTest {
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.rdgateway");

  private static final String[] EXPORTED = {
    "io.rdgateway",
    "io.rdgateway.audit",
    "io.rdgateway.metrics",
    "io.rdgateway.spi",
    "io.rdgateway.tls",
    "io.rdgateway.client",
    "io.rdgateway.rdpfile"
  };

  @Test
  void protocolAndMachinesArePure() {
    DescribedPredicate<JavaClass> impure =
        resideInAnyPackage(
                "io.netty..", "java.nio.channels..", "java.util.concurrent..", "org.slf4j..")
            .or(
                describe(
                    "sockets, clocks and threads",
                    type ->
                        List.of(
                                    Socket.class,
                                    ServerSocket.class,
                                    DatagramSocket.class,
                                    Clock.class,
                                    InstantSource.class)
                                .stream()
                                .anyMatch(type::isEquivalentTo)
                            || type.isAssignableTo(Thread.class)));
    noClasses()
        .that()
        .resideInAnyPackage("io.rdgateway.protocol..", "io.rdgateway.tunnel..")
        .should()
        .dependOnClassesThat(impure)
        .check(MAIN);
    noClasses()
        .that()
        .resideInAnyPackage("io.rdgateway.protocol..", "io.rdgateway.tunnel..")
        .should()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(java.time.Instant.class, "now")
        .check(MAIN);
  }

  @Test
  void nettyStaysInTransportAndRelay() {
    noClasses()
        .that(resideOutsideOfPackages("io.rdgateway.transport..", "io.rdgateway.relay.."))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.netty..")
        .check(MAIN);
  }

  @Test
  void micrometerStaysInMetrics() {
    noClasses()
        .that(resideOutsideOfPackages("io.rdgateway.metrics.."))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.micrometer..", "io.rdgateway.metrics..")
        .check(MAIN);
  }

  @Test
  void exportedSignaturesNameExportedTypesOnly() {
    methods()
        .that()
        .areDeclaredInClassesThat()
        .resideInAnyPackage(EXPORTED)
        .and()
        .areDeclaredInClassesThat()
        .arePublic()
        .and()
        .haveModifier(JavaModifier.PUBLIC)
        .should(nameOnly(resideInAnyPackage("java..", "javax..").or(resideInAnyPackage(EXPORTED))))
        .check(MAIN);
  }

  @Test
  void hooksDependOnTheJdkAlone() {
    classes()
        .that()
        .resideInAPackage("io.rdgateway.spi")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "io.rdgateway.spi", "org.jspecify..")
        .check(MAIN);
  }

  @Test
  void layersPointOneWay() {
    noClasses()
        .that()
        .resideInAPackage("io.rdgateway.protocol..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("io.rdgateway..")
                .and(resideOutsideOfPackages("io.rdgateway.protocol..")))
        .check(MAIN);
    noClasses()
        .that()
        .resideInAPackage("io.rdgateway.tunnel..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.rdgateway.transport..",
            "io.rdgateway.relay..",
            "io.rdgateway.hook..",
            "io.rdgateway.event..")
        .check(MAIN);
    noClasses()
        .that()
        .resideInAPackage("io.rdgateway.relay..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.rdgateway.transport..")
        .check(MAIN);
    noClasses()
        .that(
            resideInAnyPackage("io.rdgateway..")
                .and(
                    describe(
                        "are neither the server nor a handle to it",
                        c ->
                            !c.getName().startsWith(GatewayServer.class.getName())
                                && !c.isEquivalentTo(Administration.class))))
        .should()
        .dependOnClassesThat()
        .areAssignableTo(GatewayServer.class)
        .check(MAIN);
  }

  private static ArchCondition<JavaMethod> nameOnly(DescribedPredicate<JavaClass> allowed) {
    return new ArchCondition<>("name only types of the JDK and of exported packages") {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        method.getAllInvolvedRawTypes().stream()
            .map(JavaClass::getBaseComponentType)
            .filter(type -> !type.isPrimitive() && !allowed.test(type))
            .forEach(
                type ->
                    events.add(
                        SimpleConditionEvent.violated(
                            method, method.getFullName() + " names " + type.getName())));
      }
    };
  }
}
