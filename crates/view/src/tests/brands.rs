use crate::brand::stylesheet;
use proptest::prelude::*;
use vestibule_kernel::asset::{Asset, MediaType};
use vestibule_kernel::colour::Colour;
use vestibule_kernel::portal::Theme;

fn theme(primary: Option<Colour>, accent: Option<Colour>) -> Theme {
    Theme { primary, accent, ..Theme::default() }
}

/// The two colours of `--accent: light-dark(…)`, and those of the action.
fn colours(css: &str) -> [Colour; 4] {
    let after = |name: &str| css.split_once(name).unwrap().1[..7].parse().unwrap();
    let light = css.split_once("light-dark(").unwrap().1;
    [light[..7].parse().unwrap(), light[8..15].parse().unwrap(), after("--brand:"), after("--on-brand:")]
}

proptest! {
    #[test]
    fn any_brand_stays_readable_in_both_themes(red: u8, green: u8, blue: u8, other: [u8; 3]) {
        let [a, b, c] = other;
        let css = stylesheet(&theme(Some(Colour::rgb(red, green, blue)), Some(Colour::rgb(a, b, c))), None, None);
        let [light, dark, brand, ink] = colours(&css);
        prop_assert_eq!(brand, Colour::rgb(red, green, blue));
        prop_assert!(brand.contrast(ink) >= 4.5);
        for (accent, grounds) in [(light, ["#f7f7f5", "#ffffff"]), (dark, ["#111312", "#191c1b"])] {
            for ground in grounds {
                let ground: Colour = ground.parse().unwrap();
                prop_assert!(accent.contrast(ground) >= 4.5, "{} on {}", accent, ground);
            }
        }
    }

    #[test]
    fn no_font_name_leaves_its_quotation_marks(name in ".{0,80}") {
        let css = stylesheet(&Theme { font: Some(name), ..Theme::default() }, None, None);
        prop_assert!([0, 2].contains(&css.matches('"').count()));
        prop_assert_eq!(css.matches('{').count(), css.matches('}').count());
        prop_assert!(!css.contains('<') && !css.contains('\\') && !css.contains("/*"));
    }
}

#[test]
fn an_empty_theme_changes_nothing() {
    assert_eq!(stylesheet(&Theme::default(), None, None), "@layer reset,tokens,base,parts,brand;\n");
}

#[test]
fn a_brand_sets_its_variables_and_carries_its_logos() {
    let theme = Theme {
        primary: Some(Colour::rgb(0xff, 0xd4, 0x00)),
        font: Some("Lumen Sans\"; } body { display:none".to_owned()),
        radius: Some(99),
        ..Theme::default()
    };
    let light = Asset::new(MediaType::Svg, b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>".to_vec());
    let dark = Asset::new(MediaType::Png, vec![0x89, 0x50]);
    let css = stylesheet(&theme, Some(&light), Some(&dark));
    assert!(css.contains("--brand:#ffd400;--on-brand:#000000;"));
    assert!(css.contains("--r:24px;"));
    assert!(css.contains("--font:\"Lumen Sans  body  displaynone\",system-ui,sans-serif;"));
    assert!(css.contains("url(data:image/svg+xml;base64,PHN2Zy"));
    assert!(css.contains(
        "@media (prefers-color-scheme:dark){.brand{background-image:url(data:image/png;base64,iVA=)}}"
    ));
    assert!(css.contains(".brand span{position:absolute"));
}
