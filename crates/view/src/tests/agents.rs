use crate::Device;

/// Browser, system and header, one sign-in a line.
const TABLE: &str = include_str!("user_agents.txt");

#[test]
fn browsers_and_systems_are_told_from_their_user_agents() {
    for line in TABLE.lines() {
        let [browser, system, agent]: [&str; 3] =
            line.splitn(3, " | ").collect::<Vec<_>>().try_into().unwrap();
        let known = |name: &'static str| (name != "-").then_some(name);
        assert_eq!(Device::of(agent), Device { browser: known(browser), system: known(system) }, "{agent}");
    }
    assert_eq!(TABLE.lines().count(), 17);
}
