/** 256 pictures that nobody takes for one another, each with its name: four of them say 32 bits. */

/** @typedef {{sign: string, name: string}} Emoji */

const LIST = [
  "🐶 dog|🐱 cat|🐭 mouse|🐰 rabbit|🦊 fox|🐻 bear|🐼 panda|🐨 koala|🐯 tiger|🦁 lion|🐮 cow|🐷 pig|🐸 frog|🐵 monkey|🐔 hen",
  "🐧 penguin|🦆 duck|🦅 eagle|🦉 owl|🦇 bat|🐺 wolf|🐴 horse|🦄 unicorn|🐝 bee|🐛 caterpillar|🦋 butterfly|🐌 snail|🐞 ladybird",
  "🐜 ant|🦂 scorpion|🐢 turtle|🐍 snake|🦎 lizard|🐙 octopus|🦑 squid|🦐 shrimp|🦀 crab|🐠 fish|🐬 dolphin|🐳 whale|🦈 shark",
  "🐊 crocodile|🐘 elephant|🦏 rhinoceros|🐪 camel|🦒 giraffe|🐑 sheep|🐐 goat|🦌 deer|🦃 turkey|🐿 squirrel|🦔 hedgehog",
  "🐾 paws|🐉 dragon|🦕 dinosaur|🌵 cactus|🎄 fir|🌴 palm|🌱 sprout|🍀 clover|🍁 maple leaf|🍄 mushroom|🌾 wheat|🌷 tulip",
  "🌹 rose|🌻 sunflower|🌙 moon|🌟 star|🌈 rainbow|☀ sun|☁ cloud|⚡ lightning|❄ snowflake|⛄ snowman|🔥 fire|💧 drop|🌊 wave",
  "🌍 earth|🍎 apple|🍐 pear|🍊 orange|🍋 lemon|🍌 banana|🍉 melon|🍇 grapes|🍓 strawberry|🍒 cherries|🍍 pineapple|🥥 coconut",
  "🥝 kiwi|🍅 tomato|🥑 avocado|🍆 aubergine|🥔 potato|🥕 carrot|🌽 maize|🌶 chilli|🥒 cucumber|🥦 broccoli|🥜 peanuts",
  "🌰 chestnut|🍞 bread|🥐 croissant|🥨 pretzel|🧀 cheese|🥚 egg|🍗 drumstick|🍔 burger|🍟 chips|🍕 pizza|🌮 taco|🍿 popcorn",
  "🍙 rice|🍜 noodles|🍦 ice cream|🍩 doughnut|🍪 biscuit|🎂 cake|🍫 chocolate|🍬 sweet|🍭 lollipop|🍯 honey|🍼 bottle",
  "☕ coffee|🍵 tea|🍷 wine|🍺 beer|🥄 spoon|🔪 knife|🏺 jar|🧭 compass|🏔 mountain|🌋 volcano|🏝 island|🏠 house|🏭 factory",
  "🏰 castle|🗼 tower|🗽 statue|⛺ tent|🌉 bridge|🎡 wheel|🎪 circus|🚂 train|🚌 bus|🚑 ambulance|🚗 car|🚜 tractor|🚲 bicycle",
  "🛴 scooter|⚓ anchor|⛵ sailing boat|🚢 ship|✈ aeroplane|🚁 helicopter|🚀 rocket|🛸 flying saucer|🚦 traffic light",
  "⌛ hourglass|⌚ watch|⏰ alarm clock|🎃 pumpkin|🎈 balloon|🎁 present|🎀 bow|🎫 ticket|🏆 trophy|🏅 medal|⚽ football",
  "🏀 basketball|🏈 rugby ball|🎾 tennis|🎳 bowling|🏓 table tennis|🥊 boxing glove|🎣 fishing rod|🎯 target|🔮 crystal ball",
  "🎮 gamepad|🎲 die|🧩 puzzle|🧸 teddy bear|🎭 masks|🎨 palette|🧵 thread|🧶 wool|👓 glasses|👔 tie|👕 shirt|👖 jeans|🧣 scarf",
  "🧤 gloves|🧦 socks|👗 dress|👑 crown|🎩 top hat|🧢 cap|👟 shoe|👢 boot|🎒 backpack|☂ umbrella|💍 ring|💎 diamond|🔔 bell",
  "🎺 trumpet|🎻 violin|🎸 guitar|🥁 drum|🎹 piano|🎷 saxophone|🎤 microphone|🎧 headphones|📻 radio|📱 telephone|🔋 battery",
  "🔌 plug|💻 computer|📷 camera|📺 television|🔍 magnifying glass|🕯 candle|💡 bulb|🔦 torch|📖 book|📰 newspaper",
  "💰 money bag|✉ letter|📦 parcel|📫 letter box|✏ pencil|📎 paper clip|📏 ruler|✂ scissors|🔒 lock|🔑 key|🔨 hammer",
  "🏹 bow and arrow|🛡 shield|🔧 spanner|⚙ cogwheel|⚖ scales|🔗 chain|🧲 magnet|🔬 microscope|🔭 telescope|📡 dish",
  "💉 syringe|🚪 door|🛏 bed|🚿 shower|🛒 trolley|🧹 broom|🧺 basket|🧯 extinguisher|🗿 stone head|🚩 flag",
].join("|");

/** In colour everywhere: the mark behind it asks for the picture rather than the letter (Unicode TR 51, 4). */
const COLOURED = "\uFE0F";

/** @type {Emoji[]} */
export const EMOJI = LIST.split("|").map((entry) => {
  const [sign, ...name] = entry.split(" ");
  return { sign: sign + COLOURED, name: name.join(" ") };
});

/**
 * One for each of the first bytes.
 * @param {Iterable<number>} digest bytes
 * @param {number} [count]
 * @returns {Emoji[]}
 */
export function emojiOf(digest, count = 4) {
  return [...digest].slice(0, count).map((byte) => EMOJI[byte]);
}
